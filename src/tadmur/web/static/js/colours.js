/** Which of the two themes is shown. */

const dark = matchMedia("(prefers-color-scheme: dark)");

/** Whether the page is light on dark. */
export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : dark.matches;
}
