import { expect, it } from 'vitest';
import { decodePairs } from './pairs';

it('reads the gateway’s markets', () => {
  const pairs = [
    { pair: 'XBTZAR', feed: 'LIVE', status: 'ACTIVE', sequence: 4530030191, bid: '1403127', ask: '1403128' },
    { pair: 'ETHAUD', feed: 'RESYNCING', status: null, sequence: null, bid: null, ask: null },
  ];
  expect(decodePairs({ pairs })).toEqual([
    { pair: 'XBTZAR', feed: 'LIVE', bid: '1403127', ask: '1403128' },
    { pair: 'ETHAUD', feed: 'RESYNCING', bid: null, ask: null },
  ]);
});

it('leaves out what makes no sense', () => {
  const good = { pair: 'XBTZAR', feed: 'LIVE', bid: 1403127, ask: '<b>' };
  expect(decodePairs({ pairs: [null, 7, {}, { pair: '../x', feed: 'LIVE' }, good] })).toEqual([
    { pair: 'XBTZAR', feed: 'LIVE', bid: null, ask: null },
  ]);
});

it('knows what is no list', () => {
  for (const json of [null, 'no', {}, { pairs: 'XBTZAR' }, []]) {
    expect(decodePairs(json)).toBeNull();
  }
});
