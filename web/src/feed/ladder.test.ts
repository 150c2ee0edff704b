import { describe, expect, it } from 'vitest';
import type { Level } from './decode';
import { ladders, spread } from './ladder';

const BIDS: Level[] = [
  ['99.50', '1.5'],
  ['99.00', '0.50'],
  ['98.00', '2'],
];
const ASKS: Level[] = [
  ['100.00', '0.25'],
  ['101.50', '1'],
];

describe('the ladders', () => {
  it('add the volume up from the best price, written with the same decimals', () => {
    expect(ladders(BIDS, ASKS, 25)).toEqual({
      bids: [
        { price: '99.50', volume: '1.50', total: '1.50', depth: 0.375 },
        { price: '99.00', volume: '0.50', total: '2.00', depth: 0.5 },
        { price: '98.00', volume: '2.00', total: '4.00', depth: 1 },
      ],
      asks: [
        { price: '100.00', volume: '0.25', total: '0.25', depth: 0.0625 },
        { price: '101.50', volume: '1.00', total: '1.25', depth: 0.3125 },
      ],
      priceScale: 2,
      volumeScale: 2,
    });
  });

  it('measure the bars by what is shown', () => {
    expect(ladders(BIDS, ASKS, 2).bids.map((rung) => rung.depth)).toEqual([0.75, 1]);
  });

  it('add without the errors of floats', () => {
    const tenths = Array.from({ length: 10 }, (_, i): Level => [`${100 - i}`, '0.1']);
    expect(ladders(tenths, [], 50).bids.map((rung) => rung.total)).toEqual(
      ['0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7', '0.8', '0.9', '1.0'],
    );
  });

  it('are empty for an empty book', () => {
    expect(ladders([], [], 25)).toEqual({ bids: [], asks: [], priceScale: 0, volumeScale: 0 });
  });
});

describe('the spread', () => {
  it('is exact, and in percent of the middle', () => {
    expect(spread(BIDS[0], ASKS[0])).toEqual({ absolute: '0.50', percent: '0.501' });
    expect(spread(['1403127', '1'], ['1403128', '1'])).toEqual({ absolute: '1', percent: '0.000' });
  });

  it('is not there while a side is empty', () => {
    expect(spread(undefined, ASKS[0])).toBeNull();
    expect(spread(BIDS[0], undefined)).toBeNull();
  });

  it('of a crossed book is shown as it is', () => {
    expect(spread(['101', '1'], ['100', '1'])).toEqual({ absolute: '-1', percent: '-0.995' });
  });
});
