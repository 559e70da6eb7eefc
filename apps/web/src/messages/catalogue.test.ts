import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const source = new URL('..', import.meta.url).pathname;

/** Texts of a catalogue by their paths, such as `shell.skip`. */
function textsOf(file: string): Map<string, string> {
  const texts = new Map<string, string>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') texts.set(path, value);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
    }
  };
  walk(JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')), '');
  return texts;
}

/** Names of what a text is filled with. */
function argumentsOf(text: string): readonly string[] {
  const names = Array.from(text.matchAll(/\{(\w+)[,}]/g), ([, name = '']) => name);
  return [...new Set(names)].toSorted((a, b) => a.localeCompare(b));
}

describe('catalogues', () => {
  const english = textsOf('en.json');
  const others = readdirSync(import.meta.dirname).filter(
    (name) => name.endsWith('.json') && name !== 'en.json',
  );

  it('are there in more than one language', () => {
    expect(others.length).toBeGreaterThan(0);
  });

  it.each(others)('%s has every text, and no other', (file) => {
    expect([...textsOf(file).keys()]).toEqual([...english.keys()]);
  });

  it.each(others)('%s fills the same values into each text', (file) => {
    for (const [path, text] of textsOf(file)) {
      expect([path, argumentsOf(text)]).toEqual([path, argumentsOf(english.get(path) ?? '')]);
    }
  });
});

/** Attributes that people read or hear. */
const TOLD = new Set(['aria-label', 'alt', 'title', 'label', 'placeholder', 'description']);

/** A text of a component: between tags, or of an attribute that people read or hear. */
function textOf(node: ts.Node): string {
  if (ts.isJsxText(node)) return node.text.trim();
  if (!ts.isStringLiteral(node)) return '';
  const { parent } = node;
  if (ts.isJsxAttribute(parent)) return TOLD.has(parent.name.getText()) ? node.text : '';
  if (!ts.isJsxExpression(parent)) return '';
  return ts.isJsxElement(parent.parent) || ts.isJsxFragment(parent.parent) ? node.text : '';
}

/** Words in a component that no catalogue has. */
function looseTexts(name: string, text: string): readonly string[] {
  const loose: string[] = [];
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const visit = (node: ts.Node): void => {
    const words = textOf(node);
    if (/\p{L}{2}/u.test(words)) loose.push(`${name}: ${words}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return loose;
}

describe('text', () => {
  const components = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  );

  it('stands in the catalogues alone', () => {
    expect(components.length).toBeGreaterThan(20);
    const loose = components.flatMap((name) =>
      looseTexts(name, readFileSync(join(source, name), 'utf8')),
    );
    expect(loose).toEqual([]);
  });

  it('is noticed where it does not', () => {
    const planted = `const a = <p title="Some words">More {'and more'} <b>{t('key')}</b></p>;`;
    expect(looseTexts('planted.tsx', planted)).toEqual([
      'planted.tsx: Some words',
      'planted.tsx: More',
      'planted.tsx: and more',
    ]);
  });
});
