// Turns Fluent's themes into CSS custom properties: only the tokens that the styles use.
import { teamsHighContrastTheme, webDarkTheme, webLightTheme } from '@fluentui/tokens';

// A token whose value is the same in the dark theme is not repeated there.
function declarations(names, theme, base = {}) {
  return names
    .filter((name) => theme[name] !== base[name])
    .map((name) => `--${name}:${theme[name]};`)
    .join('');
}

// Returns the rules for the tokens found in `styles`. The system decides between light and dark,
// unless a page says which theme it stands in (`data-theme` on the html element, as in Teams).
export function themeRules(styles) {
  const used = [...styles.matchAll(/var\(--(\w+)/g)].map((match) => match[1]);
  const names = [...new Set(used)].filter((name) => name in webLightTheme).sort();
  const dark = declarations(names, webDarkTheme, webLightTheme);
  const contrast = declarations(names, teamsHighContrastTheme, webLightTheme);
  return [
    `:root{color-scheme:light;${declarations(names, webLightTheme)}}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-theme]){color-scheme:dark;${dark}}}`,
    `@media screen{:root[data-theme="dark"]{color-scheme:dark;${dark}}`,
    `:root[data-theme="contrast"]{color-scheme:dark;${contrast}}}`,
  ].join('\n');
}
