// What people read: Vietnamese, and English where the page is in English.

let english = false;

export function speak(language) {
  english = language === 'en';
}

export const isEnglish = () => english;

export const say = (vi, en) => (english ? en : vi);

/** The time of day as it is shown: 14:05. */
export function clock(date = new Date()) {
  const two = (number) => String(number).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** 27/11/2026 14:05. */
export function dayAndClock(date) {
  const two = (number) => String(number).padStart(2, '0');
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()} ${clock(date)}`;
}
