// Days as the product counts them: in Vietnam, whatever zone the machine that tests is in.
const vietnam = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', year: 'numeric', month: '2-digit', day: '2-digit' });

// The day so many days from today, as yyyy-mm-dd. Vietnam has no summer time, so a day is always 24 hours.
export const inDays = (days) => vietnam.format(new Date(Date.now() + days * 86_400_000));

export const thisYear = Number(inDays(0).slice(0, 4));
