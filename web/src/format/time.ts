const two = (value: number): string => value.toString().padStart(2, '0');

/** A moment as the reader's clock shows it: `14:03:28`. */
export function clockTime(millis: number): string {
  const date = new Date(millis);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The same with milliseconds: `14:03:28.094`. */
export function exactTime(millis: number): string {
  return `${clockTime(millis)}.${new Date(millis).getMilliseconds().toString().padStart(3, '0')}`;
}

/** A moment for machines, in UTC; empty where no date is that far away. */
export function isoTime(millis: number): string {
  return Math.abs(millis) <= 8.64e15 ? new Date(millis).toISOString() : '';
}
