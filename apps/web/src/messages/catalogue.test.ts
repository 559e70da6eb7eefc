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

/** Words in a component that no catalogue has. */
function looseTexts(name: string, text: string): readonly string[] {
  const loose: string[] = [];
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const isWord = (words: string): boolean => /\p{L}{2}/u.test(words);
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && isWord(node.text)) loose.push(`${name}: ${node.text.trim()}`);
    if (ts.isJsxAttribute(node) && TOLD.has(node.name.getText())) {
      const { initializer } = node;
      if (initializer && ts.isStringLiteral(initializer) && isWord(initializer.text)) {
        loose.push(`${name}: ${initializer.text}`);
      }
    }
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteral(node.expression)) {
      const isChild = ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent);
      if (isChild && isWord(node.expression.text)) loose.push(`${name}: ${node.expression.text}`);
    }
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
