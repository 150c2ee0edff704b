import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { coalesce } from './coalesce';
import type { Surroundings } from './connection';
import { Market } from './market';
import { INITIAL } from './reducer';
import type { MarketState } from './reducer';

/** A hidden tab has no screen frames, but a title: it is kept up to date at this pace. */
const HIDDEN_MILLIS = 1_000;

const browser: Surroundings = {
  open: (url) => new WebSocket(url),
  after(millis, run) {
    const timer = setTimeout(run, millis);
    return () => {
      clearTimeout(timer);
    };
  },
  elapsed: () => performance.now(),
  wall: () => Date.now(),
  random: () => Math.random(),
};

/** The next screen frame, or about a second from now, whichever comes first. */
function nextFrame(run: () => void): void {
  const frame = requestAnimationFrame(first);
  const timer = setTimeout(first, HIDDEN_MILLIS);
  function first(): void {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  }
}

export interface ShownMarket {
  /** Changes at most once a screen frame, however fast the market is. */
  readonly state: Readonly<ShallowRef<MarketState>>;
  readonly follow: (pair: string) => void;
  readonly leave: () => void;
}

/** Follows one market at a time; see {@link Market}. */
export function useMarket(): ShownMarket {
  const shown = shallowRef(INITIAL);
  const show = coalesce(() => {
    shown.value = market.state;
  }, nextFrame);
  const market = new Market(location.href, browser, show);

  function networkReturned(): void {
    market.networkReturned();
  }

  function lookedAt(): void {
    if (document.visibilityState === 'visible') {
      market.lookedAt();
    }
  }

  addEventListener('online', networkReturned);
  document.addEventListener('visibilitychange', lookedAt);
  onScopeDispose(() => {
    removeEventListener('online', networkReturned);
    document.removeEventListener('visibilitychange', lookedAt);
    market.leave();
  });
  return {
    state: shown,
    follow: (pair) => {
      market.follow(pair);
    },
    leave: () => {
      market.leave();
    },
  };
}
