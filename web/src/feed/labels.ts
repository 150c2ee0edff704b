import type { Link } from './connection';
import type { Feed } from './decode';
import type { MarketState } from './reducer';

/** How a word is to be taken: as it should be, to be waited for, bad, or neither. */
export type Tone = 'good' | 'busy' | 'bad' | 'off';

export interface Label {
  readonly text: string;
  readonly tone: Tone;
}

export function linkLabel(link: Link): Label {
  switch (link.phase) {
    case 'off':
      return { text: 'Disconnected', tone: 'off' };
    case 'open':
      return { text: 'Connected', tone: 'good' };
    case 'connecting':
      return { text: link.attempt > 1 ? 'Reconnecting' : 'Connecting', tone: 'busy' };
    case 'waiting':
      return { text: 'Reconnecting', tone: 'bad' };
  }
}

export function feedLabel(feed: Feed): Label {
  switch (feed) {
    case 'LIVE':
      return { text: 'Live', tone: 'good' };
    case 'STALE':
      return { text: 'Stale', tone: 'busy' };
    case 'RESYNCING':
      return { text: 'Resyncing', tone: 'busy' };
    case 'SUSPECT':
      return { text: 'Suspect', tone: 'bad' };
    case 'FAILED':
      return { text: 'Failed', tone: 'bad' };
    case 'IDLE':
      return { text: 'Not followed until chosen', tone: 'off' };
    default:
      return { text: words(feed), tone: 'busy' };
  }
}

export function statusLabel(status: string): Label {
  switch (status) {
    case 'ACTIVE':
      return { text: 'Trading', tone: 'good' };
    case 'POSTONLY':
    case 'POST_ONLY':
      return { text: 'Post-only', tone: 'busy' };
    case 'DISABLED':
      return { text: 'Disabled', tone: 'bad' };
    default:
      return { text: words(status), tone: 'busy' };
  }
}

/** A sentence for when the book on the screen is not the exchange's of now; null when it is. */
export function notice(state: MarketState): Label | null {
  const { pair, link, feed } = state;
  if (pair === null) {
    return null;
  }
  if (state.refused) {
    return { text: `The gateway does not follow ${pair}. Choose another market.`, tone: 'bad' };
  }
  const old = state.sequence === null ? '' : ' The book below is the last one received.';
  switch (link.phase) {
    case 'off':
      return { text: `Disconnected.${old}`, tone: 'off' };
    case 'connecting':
      return link.attempt === 1 ? null : { text: `The gateway is away: reconnecting.${old}`, tone: 'bad' };
    case 'waiting':
      return { text: `The gateway is away: reconnecting.${old}`, tone: 'bad' };
    case 'open':
      return feedNotice(feed, old);
  }
}

function feedNotice(feed: Feed | null, old: string): Label | null {
  switch (feed) {
    case null:
    case 'LIVE':
      return null;
    case 'STALE':
      return { text: `The exchange has been silent for a while.${old}`, tone: 'busy' };
    case 'SUSPECT':
      return { text: `The exchange’s books keep proving wrong: the gateway tries again, slowly.${old}`, tone: 'bad' };
    case 'FAILED':
      return { text: `The gateway has given this market up.${old}`, tone: 'bad' };
    case 'RESYNCING':
      return { text: `The gateway is fetching a new book from the exchange.${old}`, tone: 'busy' };
    case 'IDLE':
      return { text: `The gateway starts to follow this market.${old}`, tone: 'busy' };
    default:
      return { text: `The feed is ${words(feed).toLowerCase()}.${old}`, tone: 'busy' };
  }
}

/** `SUSPECT` → `Suspect`, `POST_ONLY` → `Post only`. */
function words(constant: string): string {
  const lower = constant.toLowerCase().replaceAll('_', ' ');
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
