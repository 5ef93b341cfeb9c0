const CONTROLS = 'a, button, input, textarea, select, summary';
/** Each forced state, and the elements that can be in it. */
const FORCED = { hover: `${CONTROLS}, label`, 'focus-visible': CONTROLS, active: CONTROLS };

function* styleRules(rules: CSSRuleList): Generator<CSSStyleRule> {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) yield rule;
    else if (rule instanceof CSSGroupingRule) yield* styleRules(rule.cssRules);
  }
}

/** Applies the page's styles for :hover, :focus-visible and :active also to the controls within `data-show="hover"` and so on. */
export function showForcedStates(): void {
  for (const { cssRules } of document.styleSheets) {
    for (const rule of styleRules(cssRules)) {
      let { selectorText } = rule;
      for (const [state, elements] of Object.entries(FORCED))
        selectorText = selectorText.replaceAll(`:${state}`, `:is(:${state}, [data-show='${state}'] :is(${elements}))`);
      if (selectorText !== rule.selectorText) rule.selectorText = selectorText;
    }
  }
}
