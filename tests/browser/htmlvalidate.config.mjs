// html-validate on every page kind (test_html.py). All that it recommends, but for what is a matter of style here.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // <!doctype html>, as the standard itself writes it.
    "doctype-style": ["error", { style: "lowercase" }],
    // White space at the end of a line is what a template's tags leave behind; no reader meets it.
    "no-trailing-whitespace": "off",
    // The index is a table that becomes cards on a phone: display: grid takes the roles of its parts away, so they are written.
    "no-redundant-role": "off",
    // The filter of a list sends nothing anywhere: it picks by what is chosen, and has a button that chooses nothing.
    "wcag/h32": "off",
    // Ids are names of tasks, which begin with a number. HTML allows any without a space; more is a wish of style sheets.
    "valid-id": ["error", { relaxed: true }],
  },
};
