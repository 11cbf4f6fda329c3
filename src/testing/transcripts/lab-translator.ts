/** Translates in a lab: into any language, by writing that language before the text, so that a test can tell one translation from another. */
import type { Translator } from '../../speech/translation/translator.ts';

export const labTranslator: Translator = {
  name: 'lab',
  leavesMachine: false,
  missing: () => Promise.resolve(undefined),
  targets: () => Promise.resolve('any'),
  translate: (text, { to }) => Promise.resolve(to.map((language) => `${language}: ${text}`)),
};
