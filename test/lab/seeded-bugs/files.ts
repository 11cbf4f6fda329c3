/** What the apps of Graph here say: files, as such apps have them, and what is said in each. */
import { readFileSync } from 'node:fs';

export const texts = {
  welcome: 'This is an echo. What I say comes back to me.',
  goodbye: 'Thank you for your help. Goodbye.',
  denied: 'I would like to speak to sales.',
} as const;

export const files: Readonly<Record<keyof typeof texts, Uint8Array>> = {
  welcome: fixture('echo'),
  goodbye: fixture('goodbye'),
  denied: fixture('sales'),
};

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../fixtures/speech/${name}.wav`, import.meta.url));
}
