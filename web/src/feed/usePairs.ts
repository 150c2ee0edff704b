import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { decodePairs } from './pairs';
import type { PairSummary } from './pairs';

const INTERVAL_MILLIS = 5_000;
const TIMEOUT_MILLIS = 5_000;

/**
 * The markets to choose among, asked for now and then while somebody looks.
 *
 * @param awaited whether it is worth asking: not while the gateway is known to be away
 */
export function usePairs(awaited: () => boolean): Readonly<ShallowRef<readonly PairSummary[] | null>> {
  const pairs = shallowRef<readonly PairSummary[] | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;

  async function ask(): Promise<void> {
    try {
      const response = await fetch('v1/pairs', {
        cache: 'no-store',
        signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      });
      pairs.value = (response.ok ? decodePairs(await response.json()) : null) ?? pairs.value;
    } catch {
      // The last list stays; that the gateway is away is seen by the stream, and asked again below.
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
  return pairs;
}
