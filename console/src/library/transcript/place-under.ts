/** Which letter of an element's text is under the pointer. */

/** In UTF-16 units from the beginning of its text; 0 where the browser cannot tell. */
export function placeUnder(element: HTMLElement, x: number, y: number): number {
  const caret = caretAt(x, y);
  if (caret === undefined || !element.contains(caret.node)) return 0;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(caret.node, caret.offset);
  return before.toString().length;
}

/** `caretPositionFromPoint` is the standard's (CSSOM View §5), `caretRangeFromPoint` that of browsers before it. */
function caretAt(x: number, y: number): { readonly node: Node; readonly offset: number } | undefined {
  const page: Partial<Pick<Document, 'caretPositionFromPoint' | 'caretRangeFromPoint'>> = document;
  const position = page.caretPositionFromPoint?.call(document, x, y);
  if (position != null) return { node: position.offsetNode, offset: position.offset };
  const range = page.caretRangeFromPoint?.call(document, x, y);
  return range == null ? undefined : { node: range.startContainer, offset: range.startOffset };
}
