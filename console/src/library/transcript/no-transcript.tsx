/** Where nobody has written down what was said: a way to have it done now. */
import { Button } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { Empty, Section } from '../../app/section.tsx';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import type { Kept } from '../kept.ts';
import { useTranscriptDoing } from './use-transcript.ts';

type NoTranscriptProps = { readonly kept: Kept; readonly recordingId: string; readonly again: () => void };

export function NoTranscript({ kept, recordingId, again }: NoTranscriptProps): ReactElement {
  const doing = useTranscriptDoing(kept, recordingId, again);
  const [isBegun, setBegun] = useState(false);
  const begin = async (): Promise<void> => setBegun((await doing.run({ kind: 'again' })) !== undefined);
  return (
    <Section title="Transcript">
      <div role="alert">
        {doing.trouble !== undefined && (
          <TroubleBar message="It cannot be written down." remedy={doing.trouble} onDismiss={doing.dismiss} />
        )}
      </div>
      <div role="status">
        <Empty>
          {isBegun ? 'It is being listened to. What was said appears here by itself.' : 'Nobody has written down what was said.'}
        </Empty>
      </div>
      {!isBegun && (
        <Button style={{ marginTop: 12 }} disabledFocusable={doing.isBusy} data-testid="transcribe" onClick={() => void begin()}>
          Transcribe it now
        </Button>
      )}
    </Section>
  );
}
