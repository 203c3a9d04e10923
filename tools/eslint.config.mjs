// The rules for the scripts of the pages (templates/html/*.js): what a browser runs, without a module and without a library.
const browser = ['document', 'window', 'location', 'history', 'navigator', 'performance', 'setTimeout', 'clearTimeout', 'innerHeight', 'innerWidth',
  'scrollY', 'scrollBy', 'getComputedStyle', 'addEventListener', 'IntersectionObserver', 'NodeFilter', 'Node', 'CSS', 'Event'];
const rules = ['no-undef', 'no-unused-vars', 'no-var', 'prefer-const', 'eqeqeq', 'no-eval', 'no-implied-eval', 'no-new-func', 'no-shadow', 'no-dupe-keys',
  'no-unreachable', 'no-const-assign', 'no-redeclare', 'no-fallthrough', 'no-self-assign', 'no-unsafe-negation', 'no-empty', 'no-script-url',
  'no-alert', 'no-console', 'strict', 'no-useless-escape', 'no-constant-condition', 'use-isnan', 'valid-typeof'];
export default [{
  files: ['**/*.js'],
  languageOptions: { ecmaVersion: 2023, sourceType: 'script', globals: Object.fromEntries(browser.map(name => [name, 'readonly'])) },
  linterOptions: { reportUnusedDisableDirectives: 'error' },
  rules: {
    ...Object.fromEntries(rules.map(rule => [rule, 'error'])),
    'no-restricted-properties': ['error', ...['innerHTML', 'outerHTML', 'insertAdjacentHTML'].map(property => ({ property, message: 'text of a law is never read as markup' }))]
  }
}];
