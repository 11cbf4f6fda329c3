/** Voicemail as pages show it. */
import { expect, test } from 'vitest';
import { voicemailView } from './voicemail.ts';

test('a message is shown with who left it and where it can be played', () => {
  const message = { messageId: 'm1', leftMs: 5, durationMs: 6, isHeard: false };
  const options = { numberOf: ({ id }: { id: string }) => (id === 'ada' ? '201' : undefined), hrefOf: (id: string) => `/voicemail/${id}` };
  const from = (party: Parameters<typeof voicemailView>[0][number]['from']): unknown =>
    voicemailView([{ ...message, from: party }], options)[0];
  expect(from({ kind: 'user', id: 'ada', name: 'Ada' })).toEqual({
    ...message,
    from: { name: 'Ada', number: '201', kind: 'person' },
    href: '/voicemail/m1',
  });
  expect(from({ kind: 'phone', id: '+49301' })).toMatchObject({ from: { name: '+49301', number: '+49301', kind: 'person' } });
  expect(from({ kind: 'app', id: 'x', name: 'echo' })).toMatchObject({ from: { name: 'echo', number: '', kind: 'bot' } });
  expect(from({ kind: 'unknown', id: '' })).toMatchObject({ from: { name: 'Somebody unknown', number: '' } });
});
