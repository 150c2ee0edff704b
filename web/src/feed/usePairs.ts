import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { decodePairs } from './pairs';
import type { PairSummary } from './pairs';

const INTERVAL_MILLIS = 5_000;
const TIMEOUT_MILLIS = 5_000;

export interface Pairs {
  /** Null before they are known. */
  readonly pairs: Readonly<ShallowRef<readonly PairSummary[] | null>>;
  /** The gateway did not answer when it was asked last: the list is the one before. */
  readonly failed: Readonly<ShallowRef<boolean>>;
}

/**
 * The markets to choose among, asked for now and then while somebody looks.
 *
 * @param awaited whether it is worth asking: not while the gateway is known to be away
 */
export function usePairs(awaited: () => boolean): Pairs {
  const pairs = shallowRef<readonly PairSummary[] | null>(null);
  const failed = shallowRef(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;

  async function ask(): Promise<void> {
    try {
      const response = await fetch('v1/pairs', {
        cache: 'no-store',
        signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      });
      const answer = response.ok ? decodePairs(await response.json()) : null;
      pairs.value = answer ?? pairs.value;
      failed.value = answer === null;
    } catch {
      failed.value = true; // The last list stays, and is asked for again below.
    }
  }

  async function tick(): Promise<void> {
    if (document.visibilityState === 'visible' && (pairs.value === null || awaited())) {
      await ask();
    }
    if (!disposed) {
      timer = setTimeout(() => void tick(), INTERVAL_MILLIS);
    }
  }

  void tick();
  onScopeDispose(() => {
    disposed = true;
    clearTimeout(timer);
  });
  return { pairs, failed };
}
