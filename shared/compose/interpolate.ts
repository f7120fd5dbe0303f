/**
 * Variables in a Compose file, by the specification: `$VAR`, `${VAR}`, `${VAR:-default}`, `${VAR-default}`,
 * `${VAR:?error}`, `${VAR?error}`, `${VAR:+replacement}`, `${VAR+replacement}`, `$$` for a dollar. Defaults nest.
 */
export interface Interpolated {
  readonly text: string;
  /** Variables that were used bare and have no value; each counted as empty. */
  readonly unset: readonly string[];
  /** What is wrong, when the text cannot be interpolated. */
  readonly error: string | null;
}

export type Lookup = (name: string) => string | undefined;

class InterpolationError extends Error {}

const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const operator = /:?[-?+]/y;

/** Replaces the variables of a text. Never throws. */
export function interpolate(text: string, lookup: Lookup): Interpolated {
  if (!text.includes('$')) return { text, unset: [], error: null };
  const unset = new Set<string>();
  try {
    return { text: new Reader(text, lookup, unset).read(false), unset: [...unset], error: null };
  } catch (thrown) {
    if (thrown instanceof InterpolationError) return { text, unset: [], error: thrown.message };
    if (thrown instanceof RangeError) return { text, unset: [], error: 'the defaults are nested too deeply' };
    throw thrown;
  }
}

class Reader {
  private readonly text: string;
  private readonly lookup: Lookup;
  private readonly unset: Set<string>;
  private at = 0;

  constructor(text: string, lookup: Lookup, unset: Set<string>) {
    this.text = text;
    this.lookup = lookup;
    this.unset = unset;
  }

  /** Reads to the end, or to the brace that closes the expression around it. */
  read(inBraces: boolean): string {
    let result = '';
    while (this.at < this.text.length) {
      const dollar = this.text.indexOf('$', this.at);
      const brace = inBraces ? this.text.indexOf('}', this.at) : -1;
      if (brace >= 0 && (dollar < 0 || brace < dollar)) {
        result += this.text.slice(this.at, brace);
        this.at = brace;
        return result;
      }
      if (dollar < 0) break;
      result += this.text.slice(this.at, dollar);
      this.at = dollar + 1;
      result += this.variable();
    }
    if (inBraces) throw new InterpolationError('a ${ is never closed');
    result += this.text.slice(this.at);
    this.at = this.text.length;
    return result;
  }

  /** Reads what follows a dollar sign. */
  private variable(): string {
    if (this.text[this.at] === '$') {
      this.at += 1;
      return '$';
    }
    if (this.text[this.at] !== '{') {
      const bare = this.match(name);
      if (bare === null) throw new InterpolationError('a $ stands alone: write $$ for a dollar sign');
      return this.valueOf(bare);
    }
    this.at += 1;
    const wanted = this.match(name);
    if (wanted === null) throw new InterpolationError('a ${ is not followed by the name of a variable');
    const how = this.match(operator);
    // The alternative's own variables count as unset only where it is used.
    const used = new Set(this.unset);
    const other = how === null ? '' : this.read(true);
    if (this.text[this.at] !== '}')
      throw new InterpolationError(`\${${wanted} is not closed, or uses an operator that there is not`);
    this.at += 1;
    if (how === null) return this.valueOf(wanted);
    return this.choose(wanted, how, other, used);
  }

  private choose(wanted: string, how: string, other: string, usedBefore: ReadonlySet<string>): string {
    const value = this.lookup(wanted);
    const counts = value !== undefined && (!how.startsWith(':') || value !== '');
    const takesOther = how.endsWith('+') ? counts : !counts;
    if (!takesOther) for (const one of this.unset) if (!usedBefore.has(one)) this.unset.delete(one);
    if (how.endsWith('?') && !counts)
      throw new InterpolationError(`the variable ${wanted} is required: ${other || 'it has no value'}`);
    if (how.endsWith('+')) return counts ? other : '';
    return counts ? value : other;
  }

  private valueOf(wanted: string): string {
    const value = this.lookup(wanted);
    if (value === undefined) this.unset.add(wanted);
    return value ?? '';
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return null;
    this.at += found[0].length;
    return found[0];
  }
}
