import { ZERO, add, compare, divide, format, parse, share, subtract } from '../format/decimal';
import type { Decimal } from '../format/decimal';
import type { Level } from './decode';

/** How many levels a side can be shown. */
export const DEPTHS = [10, 25, 50] as const;
export type Depth = (typeof DEPTHS)[number];
export const MAX_DEPTH: Depth = 50;

export interface Rung {
  readonly price: string;
  readonly volume: string;
  /** The volume from the best price to here. */
  readonly total: string;
  /** How long the bar is, 0 to 1: the total's part of the greater side's. */
  readonly depth: number;
}

export interface Ladders {
  readonly bids: readonly Rung[];
  readonly asks: readonly Rung[];
  /** The decimals that all prices are written with, and all volumes. */
  readonly priceScale: number;
  readonly volumeScale: number;
}

/** The best levels of both sides, with the volume added up from the best on. */
export function ladders(bids: readonly Level[], asks: readonly Level[], depth: number): Ladders {
  const bidSteps = steps(bids, depth);
  const askSteps = steps(asks, depth);
  const all = [...bidSteps, ...askSteps];
  const priceScale = Math.max(0, ...all.map((step) => step.price.scale));
  const volumeScale = Math.max(0, ...all.map((step) => step.total.scale));
  const bidTotal = bidSteps.at(-1)?.total ?? ZERO;
  const askTotal = askSteps.at(-1)?.total ?? ZERO;
  const whole = compare(bidTotal, askTotal) < 0 ? askTotal : bidTotal;
  const rung = (step: Step): Rung => ({
    price: format(step.price, priceScale),
    volume: format(step.volume, volumeScale),
    total: format(step.total, volumeScale),
    depth: share(step.total, whole),
  });
  return { bids: bidSteps.map(rung), asks: askSteps.map(rung), priceScale, volumeScale };
}

interface Step {
  readonly price: Decimal;
  readonly volume: Decimal;
  readonly total: Decimal;
}

function steps(levels: readonly Level[], depth: number): Step[] {
  let total = ZERO;
  return levels.slice(0, depth).map(([price, text]) => {
    const volume = parse(text);
    total = add(total, volume);
    return { price: parse(price), volume, total };
  });
}

export interface Spread {
  /** The best ask less the best bid. */
  readonly absolute: string;
  /** That as a part of the middle between the two, in percent. */
  readonly percent: string;
}

/** Null where a side is empty. */
export function spread(bid: Level | undefined, ask: Level | undefined): Spread | null {
  if (bid === undefined || ask === undefined) {
    return null;
  }
  const low = parse(bid[0]);
  const high = parse(ask[0]);
  const absolute = subtract(high, low);
  const percent = divide({ ...absolute, units: absolute.units * 200n }, add(low, high), 3);
  return { absolute: format(absolute), percent: percent === null ? '–' : format(percent) };
}
