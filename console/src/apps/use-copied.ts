/** Copying a text, and the word that says for some seconds how it went. */
import { useEffect, useState } from 'react';
import { after } from '../app/time.ts';
import { copyText } from '../calls/copy-text.ts';

const saidMs = 4_000;

export function useCopied(): { readonly said: string; readonly copy: (text: string) => void } {
  const [said, setSaid] = useState('');
  useEffect(() => (said === '' ? undefined : after(saidMs, () => setSaid(''))), [said]);
  const copy = (text: string): void => {
    void copyText(text).then((isCopied) => setSaid(isCopied ? 'Copied.' : 'Your browser refused to copy: allow the clipboard.'));
  };
  return { said, copy };
}
