/**
 * Exact decimals: a price or a volume is what its digits say, never a float.
 *
 * A value is `units × 10^-scale`; `scale` is how many decimals it is written with.
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

export const ZERO: Decimal = { units: 0n, scale: 0 };

const PLAIN = /^-?\d{1,40}(?:\.\d{1,40})?$/;

/** Whether a text is a plain decimal: digits, perhaps a sign and a fraction, no exponent. */
export function isDecimal(text: string): boolean {
  return PLAIN.test(text);
}

/** Reads a plain decimal; the decimals it is written with are kept, so `1.50` has two. */
export function parse(text: string): Decimal {
  if (!isDecimal(text)) {
    throw new RangeError(`expected a plain decimal, got "${text}"`);
  }
  const point = text.indexOf('.');
  return point < 0
    ? { units: BigInt(text), scale: 0 }
    : { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

const powers: bigint[] = [1n];

function power(exponent: number): bigint {
  for (let i = powers.length; i <= exponent; i++) {
    powers.push(10n ** BigInt(i));
  }
  return powers[exponent] ?? 1n;
}

/** The units a value has at a scale that is not smaller than its own. */
function unitsAt(value: Decimal, scale: number): bigint {
  return value.units * power(scale - value.scale);
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) - unitsAt(b, scale), scale };
}

/** Below zero, zero or above zero as `a` is below, equal to or above `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const { units } = subtract(a, b);
  return units < 0n ? -1 : units > 0n ? 1 : 0;
}

/** `a / b`, rounded half away from zero to `scale` decimals; null where `b` is zero. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal | null {
  if (b.units === 0n) {
    return null;
  }
  const common = Math.max(a.scale, b.scale);
  const numerator = unitsAt(a, common) * power(scale);
  const denominator = unitsAt(b, common);
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const units = (2n * n + d) / (2n * d);
  return { units: negative ? -units : units, scale };
}

/** How long a bar is to be: about `part / whole`, from 0 to 1. The only float made of decimals. */
export function share(part: Decimal, whole: Decimal): number {
  const exact = divide(part, whole, 4);
  return exact === null ? 0 : Math.min(1, Math.max(0, Number(exact.units) / 10_000));
}

/** Writes all decimals of the value's scale, or zeros up to a greater one. */
export function format(value: Decimal, scale: number = value.scale): string {
  const decimals = Math.max(scale, value.scale);
  const units = unitsAt(value, decimals);
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = units < 0n ? '-' : '';
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - decimals)}`;
}

/** Puts a comma between each three digits of the whole part: `1,403,128.50`. */
export function grouped(plain: string): string {
  const point = plain.indexOf('.');
  const end = point < 0 ? plain.length : point;
  const start = plain.startsWith('-') ? 1 : 0;
  let text = plain.slice(end);
  let to = end;
  for (; to - start > 3; to -= 3) {
    text = `,${plain.slice(to - 3, to)}${text}`;
  }
  return plain.slice(0, to) + text;
}

/**
 * A decimal in two parts, so that zeros which say nothing can be shown fainter: `0.0267` and `00`.
 * A whole number is all significant.
 */
export function significant(plain: string): readonly [digits: string, zeros: string] {
  if (!plain.includes('.')) {
    return [plain, ''];
  }
  let end = plain.length;
  while (plain.charAt(end - 1) === '0') {
    end--;
  }
  if (plain.charAt(end - 1) === '.') {
    end--;
  }
  return [plain.slice(0, end), plain.slice(end)];
}
