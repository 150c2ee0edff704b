import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { coalesce } from './coalesce';
import { Connection } from './connection';
import type { Surroundings } from './connection';
import { decode } from './decode';
import { MAX_DEPTH } from './ladder';
import { INITIAL, reduce } from './reducer';
import type { MarketState, Message } from './reducer';

const browser: Surroundings = {
  open: (url) => new WebSocket(url),
  after(millis, run) {
    const timer = setTimeout(run, millis);
    return () => {
      clearTimeout(timer);
    };
  },
  random: () => Math.random(),
};

/** Where the stream of a pair is: beside the page. */
export function streamUrl(pair: string, page: string): string {
  const url = new URL(encodeURIComponent(pair), page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.hash = '';
  return url.href;
}

export interface Market {
  /** Changes at most once a screen frame, however fast the market is. */
  readonly state: Readonly<ShallowRef<MarketState>>;
  /** Shows this market from now on, connecting if need be. */
  readonly follow: (pair: string) => void;
  /** Lets go of the stream; the last book stays, marked as old. */
  readonly leave: () => void;
}

/** Follows one market at a time. */
export function useMarket(): Market {
  const shown = shallowRef(INITIAL);
  let state = INITIAL;
  let connection: Connection | null = null;
  const show = coalesce(() => {
    shown.value = state;
  }, requestAnimationFrame);

  function tell(message: Message): void {
    state = reduce(state, message);
    show();
  }

  function follow(pair: string): void {
    if (connection !== null && pair !== state.pair) {
      connection.close();
      connection = null;
    }
    tell({ type: 'chosen', pair });
    connection ??= new Connection(
      streamUrl(pair, location.href),
      {
        linked: (link) => {
          tell({ type: 'link', link });
        },
        received: (text) => {
          tell({ type: 'frame', decoded: decode(text, MAX_DEPTH) });
        },
      },
      browser,
    );
    connection.start();
  }

  function leave(): void {
    connection?.close();
  }

  function retry(): void {
    if (document.visibilityState === 'visible') {
      connection?.retryNow();
    }
  }

  addEventListener('online', retry);
  document.addEventListener('visibilitychange', retry);
  onScopeDispose(() => {
    removeEventListener('online', retry);
    document.removeEventListener('visibilitychange', retry);
    leave();
  });
  return { state: shown, follow, leave };
}
