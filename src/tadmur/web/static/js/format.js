/** Days, probabilities and numbers as people read them. */

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const DAY_MS = 86_400_000;

/** "2016-03-27" to "27 March 2016". A time keeps its hour and minute, in UTC. */
export function day(text, { short = false } = {}) {
  if (!text) return "";
  const [year, month, date] = text.slice(0, 10).split("-").map(Number);
  const name = short ? MONTHS[month - 1].slice(0, 3) : MONTHS[month - 1];
  const clock = text.length > 10 && !/T(00:00|23:59)/.test(text) ? `, ${text.slice(11, 16)} UTC` : "";
  return `${date} ${name} ${year}${clock}`;
}

/** An interval of days: "27 March 2016", "24 to 27 March 2016", "before 3 May 2015". */
export function days(earliest, latest) {
  if (!earliest && !latest) return "day not stated";
  if (!earliest) return `by ${day(latest)}`;
  if (!latest) return `from ${day(earliest)}`;
  if (earliest.slice(0, 10) === latest.slice(0, 10)) return day(earliest.slice(0, 10));
  const same = earliest.slice(0, 7) === latest.slice(0, 7);
  return `${same ? Number(earliest.slice(8, 10)) : day(earliest.slice(0, 10))} to ${day(latest.slice(0, 10))}`;
}

/** ISO day to a whole number of days since 1970, and back. */
export const toNumber = (text) => Math.round(Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / DAY_MS);
export const toDay = (number) => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** A probability as "97 %"; never a bare 0 or 100, since nothing here is certain. */
export function percent(probability) {
  if (probability === null || probability === undefined) return "–";
  const share = probability * 100;
  if (share > 0 && share < 1) return "< 1 %";
  if (share > 99 && share < 100) return "> 99 %";
  return `${Math.round(share)} %`;
}

/** Log-odds in nats with a sign. */
export const logOdds = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;

/** A number with thin spaces between thousands. */
export function number(value, decimals = 0) {
  if (value === null || value === undefined) return "–";
  return value
    .toLocaleString("en-GB", { maximumFractionDigits: decimals, minimumFractionDigits: decimals })
    .replaceAll(",", "\u2009")
    .replace("-", "−");
}

/** "claimed_only" to "claimed only". */
export const words = (code) => String(code ?? "").replaceAll("_", " ");

/** 1 claim, 2 claims. */
export const counted = (count, noun, plural = `${noun}s`) => `${number(count)} ${count === 1 ? noun : plural}`;
