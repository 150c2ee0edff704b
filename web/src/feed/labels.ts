import type { Link, Loss } from './connection';
import { SILENCE_MILLIS } from './connection';
import type { Feed } from './decode';
import { IN_TIME_MILLIS, hasGivenUp, worth } from './reducer';
import type { MarketState } from './reducer';

/** How a word is to be taken: as it should be, to be waited for, bad, or neither. */
export type Tone = 'good' | 'busy' | 'bad' | 'off';

export interface Label {
  readonly text: string;
  readonly tone: Tone;
}

/** A sentence, and what is still to come of it, which changes each second. */
export interface Notice extends Label {
  readonly countdown: string;
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
    case 'LAGGING':
      return { text: 'Lagging', tone: 'busy' };
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

/** The feed's badge: its word and, where that is a second or more, how late it comes. Null before it is known. */
export function feedBadge(state: MarketState): Label | null {
  const word = worth(state);
  if (state.link.phase !== 'open' || state.feed === null || word === null) {
    return null;
  }
  const label = feedLabel(word);
  const late = state.lateMillis ?? 0;
  return late < IN_TIME_MILLIS ? label : { text: `${label.text}, ${seconds(late)} late`, tone: worse(label.tone) };
}

/** Where the data come from, if not from the exchange's market of now, and the feed's word does not say it. */
export function sourceLabel(state: MarketState): Label | null {
  const { link, source } = state;
  return link.phase !== 'open' || source === null || source === 'live' || worth(state) === 'REPLAY'
    ? null
    : { text: words(source), tone: 'off' };
}

/** The document's title: the market's state first, since a tab shows little more. */
export function title(state: MarketState, price: string | null): string {
  const word = worth(state);
  if (state.pair === null || word === null) {
    return 'luno-streams';
  }
  const shown = word === 'LIVE' && price !== null ? `${price} ` : '';
  return `${titleWord(state, word)} ${shown}${state.pair} · luno-streams`;
}

function titleWord({ link }: MarketState, word: Feed): string {
  return link.phase === 'open' || word === 'FAILED' ? feedLabel(word).text : linkLabel(link).text;
}

/** A sentence for when the book on the screen is not the exchange's of now; null when it is. */
export function notice(state: MarketState): Notice | null {
  const label = noticeLabel(state);
  return label === null ? null : { ...label, countdown: countdown(state.link) };
}

function countdown(link: Link): string {
  switch (link.phase) {
    case 'waiting':
      return `Trying again in ${Math.ceil(link.millis / 1_000)} s.`;
    case 'connecting':
      return 'Trying again now.';
    case 'off':
    case 'open':
      return '';
  }
}

function noticeLabel(state: MarketState): Label | null {
  const { pair, link } = state;
  if (pair === null) {
    return null;
  }
  if (state.refused) {
    return { text: `The gateway does not follow ${pair}. Choose another market.`, tone: 'bad' };
  }
  const old = state.sequence === null ? '' : ' The book below is old: it is the last one received.';
  switch (link.phase) {
    case 'off':
      return { text: `Disconnected.${old}`, tone: 'off' };
    case 'connecting':
    case 'waiting':
      return link.loss === null ? null : { text: `${lossText(link.loss, state.said)}${old}`, tone: 'bad' };
    case 'open':
      return openNotice(state, old);
  }
}

function lossText(loss: Loss, said: string | null): string {
  switch (loss.kind) {
    case 'silent':
      return `Nothing has come from the gateway for ${SILENCE_MILLIS / 1_000} s: the connection is dead.`;
    case 'unreachable':
      return 'The gateway is away.';
    case 'closed':
      break;
  }
  if (hasGivenUp(loss)) {
    return 'The gateway has given this market up.';
  }
  const why = [said, loss.reason].find((text) => text !== null && text !== '');
  return why === undefined ? 'The gateway is away.' : `The gateway closed the connection (${why}).`;
}

function openNotice(state: MarketState, old: string): Label | null {
  const { feed } = state;
  if (feed === 'LIVE' || feed === null) {
    if (state.current) {
      return lateNotice(state);
    }
    if (state.said !== null) {
      return { text: `The gateway’s last message was unreadable.${old}`, tone: 'bad' };
    }
    return old === '' ? null : { text: `Connected again, and waiting for the book.${old}`, tone: 'busy' };
  }
  return feedNotice(feed, old);
}

function lateNotice({ slow, lateMillis, source }: MarketState): Label | null {
  if (slow) {
    return {
      text: `The book below is about ${seconds(lateMillis ?? 0)} late: the line is slow, or the exchange is.`,
      tone: 'busy',
    };
  }
  return source === 'replay' ? { text: 'A recording is replayed: this is not the market of now.', tone: 'busy' } : null;
}

function feedNotice(feed: Feed, old: string): Label {
  switch (feed) {
    case 'LAGGING':
      return { text: 'The gateway is behind the exchange: the book below comes late.', tone: 'busy' };
    case 'STALE':
      return { text: `The exchange has been silent for a while.${old}`, tone: 'busy' };
    case 'SUSPECT':
      return {
        text: 'The exchange’s books kept proving wrong. This one passes every check, but do not rely on it yet.',
        tone: 'bad',
      };
    case 'FAILED':
      return { text: `The gateway has given this market up.${old}`, tone: 'bad' };
    case 'RESYNCING':
      return { text: `The gateway is fetching a new book from the exchange.${old}`, tone: 'busy' };
    case 'IDLE':
      return { text: `The gateway starts to follow this market.${old}`, tone: 'busy' };
    case 'LIVE':
    default:
      return { text: `The feed is ${words(feed).toLowerCase()}.${old}`, tone: 'busy' };
  }
}

/** Milliseconds in words: `3.2 s`, `75 s`. */
function seconds(millis: number): string {
  return `${(millis / 1_000).toFixed(millis < 10_000 ? 1 : 0)} s`;
}

function worse(tone: Tone): Tone {
  return tone === 'good' ? 'busy' : tone;
}

/** `SUSPECT` → `Suspect`, `POST_ONLY` → `Post only`. */
function words(constant: string): string {
  const lower = constant.toLowerCase().replaceAll('_', ' ');
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
