import { describe, expect, it } from 'vitest';
import { add, compare, divide, format, grouped, isDecimal, parse, share, significant, subtract } from './decimal';

describe('a decimal', () => {
  it('is read and written digit by digit', () => {
    for (const text of ['0', '1403128', '2765.00', '0.000399', '-0.5', '561.409758', '0.00000000']) {
      expect(format(parse(text))).toBe(text);
    }
  });

  it('keeps more digits than a float has', () => {
    const long = '123456789012345678.123456789012345678';
    expect(format(parse(long))).toBe(long);
    expect(format(add(parse(long), parse('0.000000000000000001')))).toBe('123456789012345678.123456789012345679');
  });

  it('is nothing but digits, a sign and a point', () => {
    for (const text of ['', '.', '1.', '.5', '1e5', '5.0E-7', '+1', ' 1', '1,000', '0x10', 'NaN', '٣']) {
      expect(isDecimal(text), text).toBe(false);
      expect(() => parse(text)).toThrow('expected a plain decimal');
    }
  });

  it('adds and subtracts at the finer of two scales', () => {
    expect(format(add(parse('0.1'), parse('0.2')))).toBe('0.3');
    expect(format(add(parse('1'), parse('0.00000001')))).toBe('1.00000001');
    expect(format(subtract(parse('2765.00'), parse('2762.5')))).toBe('2.50');
    expect(format(subtract(parse('1'), parse('1.25')))).toBe('-0.25');
  });

  it('compares by value, not by how it is written', () => {
    expect(compare(parse('1.50'), parse('1.5'))).toBe(0);
    expect(compare(parse('9'), parse('10'))).toBe(-1);
    expect(compare(parse('-1'), parse('-2'))).toBe(1);
  });

  it('divides with rounding half away from zero', () => {
    expect(divide(parse('1'), parse('3'), 4)).toEqual(parse('0.3333'));
    expect(divide(parse('2'), parse('3'), 4)).toEqual(parse('0.6667'));
    expect(divide(parse('0.5'), parse('100'), 2)).toEqual(parse('0.01'));
    expect(divide(parse('-0.5'), parse('100'), 2)).toEqual(parse('-0.01'));
    expect(divide(parse('1'), parse('0.00'), 2)).toBeNull();
  });

  it('is a share of another within 0 and 1', () => {
    expect(share(parse('1.5'), parse('3'))).toBe(0.5);
    expect(share(parse('4'), parse('3'))).toBe(1);
    expect(share(parse('0'), parse('0'))).toBe(0);
  });

  it('is written with as many decimals as asked for, but never fewer than it has', () => {
    expect(format(parse('0.5'), 6)).toBe('0.500000');
    expect(format(parse('7'), 2)).toBe('7.00');
    expect(format(parse('0.123456'), 2)).toBe('0.123456');
  });
});

describe('a number on the screen', () => {
  it('has its whole part in threes', () => {
    expect(['1', '999', '1000', '1403128', '-1403128.5', '0.000399', '-999', '12345.6789'].map(grouped)).toEqual([
      '1',
      '999',
      '1,000',
      '1,403,128',
      '-1,403,128.5',
      '0.000399',
      '-999',
      '12,345.6789',
    ]);
  });

  it('shows which zeros say nothing', () => {
    expect(significant('0.026700')).toEqual(['0.0267', '00']);
    expect(significant('12.000')).toEqual(['12', '.000']);
    expect(significant('1000')).toEqual(['1000', '']);
    expect(significant('0.5')).toEqual(['0.5', '']);
  });
});
