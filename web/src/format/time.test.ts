import { expect, it } from 'vitest';
import { clockTime, exactTime, isoTime } from './time';

it('shows a moment on the reader’s clock', () => {
  const moment = new Date(2026, 8, 23, 4, 5, 6, 78).getTime();
  expect(clockTime(moment)).toBe('04:05:06');
  expect(exactTime(moment)).toBe('04:05:06.078');
});

it('gives machines the moment in UTC, or nothing beyond all dates', () => {
  expect(isoTime(1790127208094)).toBe('2026-09-23T01:33:28.094Z');
  expect(isoTime(Number.MAX_SAFE_INTEGER)).toBe('');
});
