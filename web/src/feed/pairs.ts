import { isDecimal } from '../format/decimal';
import type { Feed } from './decode';

/** A market that the gateway follows, as `GET /v1/pairs` tells of it. */
export interface PairSummary {
  readonly pair: string;
  readonly feed: Feed;
  readonly bid: string | null;
  readonly ask: string | null;
}

/** Reads the list; entries that make no sense are left out, and what is no list at all is null. */
export function decodePairs(json: unknown): PairSummary[] | null {
  const list = (json as { pairs?: unknown } | null)?.pairs;
  if (!Array.isArray(list)) {
    return null;
  }
  return list.flatMap((entry: unknown) => {
    const { pair, feed, bid, ask } = (entry ?? {}) as Record<string, unknown>;
    return typeof pair === 'string' && /^[A-Z0-9]{2,20}$/.test(pair) && typeof feed === 'string'
      ? [{ pair, feed, bid: price(bid), ask: price(ask) }]
      : [];
  });
}

function price(json: unknown): string | null {
  return typeof json === 'string' && isDecimal(json) ? json : null;
}
