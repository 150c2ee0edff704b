import { expect, it } from 'vitest';
import { coalesce } from './coalesce';

it('runs once a screen frame, however often it was asked to, and not at all without one', () => {
  const frames: (() => void)[] = [];
  let runs = 0;
  const ask = coalesce(
    () => runs++,
    (run) => frames.push(run),
  );
  for (let i = 0; i < 500; i++) {
    ask();
  }
  expect([runs, frames.length]).toEqual([0, 1]);
  frames[0]?.();
  expect(runs).toBe(1);
  ask();
  expect([runs, frames.length]).toEqual([1, 2]);
});
