.PHONY: build test docs setup clean
# the whole publication, into build/
build: setup
	@.venv/bin/modellaw build
# every check; installs the real clients that some tests need where it may
test: setup
	@tools/clients.sh
	@tools/test.sh
# the documentation as a site, into site/
docs: setup
	@.venv/bin/python tools/reference.py
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict -q
setup:
	@tools/setup.sh
clean:
	rm -rf .venv
