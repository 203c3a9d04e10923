.PHONY: build test setup clean
# the whole publication, into build/
build: setup
	@.venv/bin/modellaw build
# every check; installs the real clients that some tests need where it may
test: setup
	@tools/clients.sh
	@tools/test.sh
setup:
	@tools/setup.sh
clean:
	rm -rf .venv
