/** How code looks here: in the window's own colours, in both themes. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { styleNonce } from '../../../theme/nonce.ts';

const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '12.5px' },
  '&.cm-focused': { outline: '2px solid var(--move)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '19px' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--lane)', color: 'var(--text-quiet)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--move) 30%, transparent)',
  },
  '.cm-changed': { backgroundColor: 'var(--quiet-wash)' },
  '.cm-here': { boxShadow: 'inset 3px 0 var(--move)', backgroundColor: 'var(--move-wash)' },
  '.cm-ours': { backgroundColor: 'var(--good-wash)' },
  '.cm-theirs': { backgroundColor: 'var(--move-wash)' },
  '.cm-base': { backgroundColor: 'var(--quiet-wash)' },
  '.cm-marker': { backgroundColor: 'var(--wait-wash)', color: 'var(--wait)' },
  '.cm-region-tools': {
    display: 'flex',
    alignItems: 'center',
    gap: '4px',
    padding: '3px 6px',
    borderTop: '1px solid var(--wait)',
    backgroundColor: 'var(--wait-wash)',
    color: 'var(--wait)',
    fontFamily: "'Inter Variable', system-ui, sans-serif",
    fontSize: '12px',
  },
  '.cm-region-tools button': {
    padding: '1px 8px',
    border: '1px solid var(--line-strong)',
    borderRadius: '5px',
    background: 'var(--surface-raised)',
    color: 'var(--text)',
    cursor: 'pointer',
    font: 'inherit',
  },
});

const syntax = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'light-dark(#8a2fa8, #dd9bf2)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'light-dark(#9a4a00, #f2b455)' },
  { tag: [tags.comment, tags.meta], color: 'var(--text-quiet)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className, tags.tagName], color: 'light-dark(#0f6674, #7fd3e0)' },
  { tag: [tags.function(tags.variableName), tags.propertyName, tags.attributeName], color: 'var(--move)' },
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

/** What every pane has: colours, and the nonce for the styles that CodeMirror writes. */
export const look = (): Extension => [EditorView.cspNonce.of(styleNonce()), theme, syntaxHighlighting(syntax)];
