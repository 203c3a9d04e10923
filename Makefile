.PHONY: setup test clean
setup:
	@tools/setup.sh
test: setup
	@tools/test.sh
clean:
	rm -rf .venv
