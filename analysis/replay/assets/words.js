// Times and numbers as people read them.

const DAY_S = 86400;

/** A time of the scenario as day and hour, `D+2 14:30`. */
export function clock(t) {
  const days = Math.floor(t / DAY_S);
  const rest = Math.floor(t - days * DAY_S);
  const two = (n) => String(n).padStart(2, "0");
  return `D+${days} ${two(Math.floor(rest / 3600))}:${two(Math.floor((rest % 3600) / 60))}`;
}

/** A number with its sign, a true minus. */
export function signed(value, digits = 2) {
  return `${value < 0 ? "\u2212" : "+"}${Math.abs(value).toFixed(digits)}`;
}

/** A share with two digits, or with three where two would round up to 1 what is less. */
export function share(value) {
  const short = value.toFixed(2);
  return short === "1.00" && value < 1 ? value.toFixed(3) : short;
}

/** How something works, by its status; all is well without one. */
export function works(status) {
  if (status === undefined) return "works";
  if (status.gone) return "is lost for good";
  return status.factor === 0 ? "is out of action" : `works at ${Math.round(100 * status.factor)} %`;
}

/** A phase as people say it. */
export function phaseName(phase) {
  return phase.replaceAll("_", "-");
}

/** A word with a capital letter in front. */
export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
