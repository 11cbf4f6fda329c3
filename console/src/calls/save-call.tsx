/** Saves a call as a file that can be replayed against a bot, with or without the persons in it. */
import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useId, useState, type ReactElement } from 'react';
import { Question } from '../app/question.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useHouse } from '../live/console-context.tsx';
import { saveFile } from './save-file.ts';

const useStyles = makeStyles({
  choice: { marginLeft: '-8px' },
  hint: { margin: '0 0 16px 24px', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

export function SaveCall({ callId, title }: { readonly callId: string; readonly title: string }): ReactElement {
  const styles = useStyles();
  const id = useId();
  const isCapturing = useHouse((house) => house.home?.isCapturing ?? false);
  const [asks, setAsks] = useState(false);
  const [isWithout, setWithout] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const save = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      await saveFile(`/calls/${encodeURIComponent(callId)}/bundle${isWithout ? '?persons=removed' : ''}`);
      setAsks(false);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const close = (): void => {
    setAsks(false);
    setFault(undefined);
  };
  return (
    <>
      <Button data-testid="save-call" size="small" icon={<ArrowDownloadRegular />} aria-haspopup="dialog" onClick={() => setAsks(true)}>
        Save this call
      </Button>
      {asks && (
        <Question
          title={`Save “${title}”`}
          more={
            <>
              <Checkbox
                data-testid="without-persons"
                className={styles.choice}
                label="Without names and voices"
                aria-describedby={`${id}-hint`}
                checked={isWithout}
                onChange={(_, { checked }) => setWithout(checked === true)}
              />
              <p id={`${id}-hint`} className={styles.hint}>
                Names, numbers and addresses are replaced, voices become tones. Tokens and secrets of bots are never in it.
              </p>
              {fault !== undefined && <TroubleBar message="This call could not be saved." remedy={fault} />}
            </>
          }
          yes="Save"
          isBusy={isBusy}
          onYes={() => void save()}
          onClose={close}
        >
          <span data-testid="save-what">
            One JSON file with what happened and every message.{' '}
            {isCapturing
              ? 'This house keeps what people say and press in its latest calls: that is in it as well.'
              : 'What people said and pressed is not in it: this house does not keep that. Start it with --capture if it should.'}
          </span>
        </Question>
      )}
    </>
  );
}
