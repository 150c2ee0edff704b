import { describe, expect, it } from 'vitest';
import { Lateness, STEP_MILLIS, VALID_MILLIS, WINDOW_MILLIS } from './lateness';

/** The senders' clocks differ from ours, and from each other. */
const EXCHANGE = 1_790_127_208_094;
const GATEWAY = EXCHANGE - 3_600_000;

describe('lateness', () => {
  it('is how much longer a frame took than the fastest', () => {
    const lateness = new Lateness();
    expect(lateness.frame(EXCHANGE, 1_000)).toBe(0);
    expect(lateness.frame(EXCHANGE + 1_000, 2_300)).toBe(300);
    expect(lateness.frame(EXCHANGE + 2_000, 2_950)).toBe(0);
    expect(lateness.frame(EXCHANGE + 3_000, 4_000)).toBe(50);
    expect(lateness.frame(EXCHANGE + 4_000, 7_550)).toBe(2_600);
  });

  it('does not depend on where the clocks stand', () => {
    for (const offset of [0, -86_400_000, 86_400_000, 0.5]) {
      const lateness = new Lateness();
      lateness.frame(EXCHANGE, offset);
      lateness.beat(GATEWAY, offset);
      expect(lateness.frame(EXCHANGE + 2_000, offset + 3_500)).toBe(1_500);
    }
  });

  it('is the worse of what the newest frame and the newest beat say', () => {
    const lateness = new Lateness();
    lateness.frame(EXCHANGE, 0);
    expect(lateness.frame(EXCHANGE + 1_000, 4_000)).toBe(3_000);
    // The first beat of all: it cannot know that the line is slow.
    expect(lateness.beat(GATEWAY + 3_000, 6_000)).toBe(3_000);
    expect(lateness.frame(EXCHANGE + 7_000, 7_000)).toBe(0);
    expect(lateness.beat(GATEWAY + 6_000, 10_500)).toBe(1_500);
    expect(lateness.frame(EXCHANGE + 10_600, 10_600)).toBe(1_500);
  });

  it('that a frame told is over when only beats follow, all in time', () => {
    const lateness = new Lateness();
    lateness.frame(EXCHANGE, 0);
    lateness.frame(EXCHANGE + 1_000, 4_000);
    expect(lateness.beat(GATEWAY + 4_000, 4_000 + VALID_MILLIS)).toBe(3_000);
    expect(lateness.beat(GATEWAY + 4_001, 4_001 + VALID_MILLIS)).toBe(0);
  });

  it('is that of a line which was fast once in the last five minutes', () => {
    const lateness = new Lateness();
    lateness.frame(EXCHANGE, 0);
    for (let at = 1_000; at < WINDOW_MILLIS; at += 1_000) {
      expect(lateness.frame(EXCHANGE + at, at + 2_500)).toBe(2_500);
    }
    const after = WINDOW_MILLIS + STEP_MILLIS;
    expect(lateness.frame(EXCHANGE + after, after + 2_500)).toBe(0);
  });

  it('forgets in about five minutes that a clock was set back', () => {
    const lateness = new Lateness();
    lateness.beat(GATEWAY, 0);
    expect(lateness.beat(GATEWAY - 60_000, 2_000)).toBe(62_000);
    const later = WINDOW_MILLIS + STEP_MILLIS;
    expect(lateness.beat(GATEWAY - 60_000 + later, 2_000 + later)).toBe(0);
  });
});
