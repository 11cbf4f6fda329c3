/** Where nobody has written down what was said: a way to have it done now. */
import { Button } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { Empty, Section } from '../../app/section.tsx';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import type { RecordingDetail } from '../../../../src/wire/live/library.ts';
import type { Kept } from '../kept.ts';
import { useTranscriptDoing } from './use-transcript.ts';

type NoTranscriptProps = {
  readonly kept: Kept;
  readonly recordingId: string;
  /** How far it is being listened to, or why that failed. */
  readonly passing: RecordingDetail['making'][number] | undefined;
  readonly again: () => void;
};

export function NoTranscript({ kept, recordingId, passing, again }: NoTranscriptProps): ReactElement {
  const doing = useTranscriptDoing(kept, recordingId, again);
  const [isAsked, setAsked] = useState(false);
  const problem = passing?.problem;
  const isBegun = passing === undefined ? isAsked : problem === undefined;
  const begin = async (): Promise<void> => setAsked((await doing.run({ kind: 'again' })) !== undefined);
  return (
    <Section title="Transcript">
      <div role="alert">
        {doing.trouble !== undefined && (
          <TroubleBar message="It cannot be written down." remedy={doing.trouble} onDismiss={doing.dismiss} />
        )}
        {doing.trouble === undefined && problem !== undefined && <TroubleBar message="It could not be written down." remedy={problem} />}
      </div>
      <div role="status">
        <Empty>
          {isBegun
            ? 'It is being listened to, and what was said appears here by itself. You need not wait: it goes on if this page is closed, and if Rollcall is started anew.'
            : 'Nobody has written down what was said.'}
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
