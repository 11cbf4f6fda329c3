/** Saves a call as a file that can be replayed against a bot, with or without the persons in it. */
import { Button, Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons/svg/arrow-download';
import { useId, useRef, useState, type ReactElement } from 'react';
import { useQuestionStyles } from '../app/question-styles.ts';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useHouse } from '../live/console-context.tsx';
import { saveFile } from './save-file.ts';

const useStyles = makeStyles({
  choice: { marginLeft: '-8px' },
  hint: { margin: '0 0 16px 24px', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

export function SaveCall({ callId, title }: { readonly callId: string; readonly title: string }): ReactElement {
  const styles = { ...useQuestionStyles(), ...useStyles() };
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const isCapturing = useHouse((house) => house.home?.isCapturing ?? false);
  const [isWithout, setWithout] = useState(true);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const save = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      await saveFile(`/calls/${encodeURIComponent(callId)}/bundle${isWithout ? '?persons=removed' : ''}`);
      dialog.current?.close();
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        data-testid="save-call"
        size="small"
        icon={<ArrowDownloadRegular />}
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        Save this call
      </Button>
      <dialog
        ref={dialog}
        className={styles.question}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        onClose={() => setFault(undefined)}
      >
        <h2 id={`${id}-title`} className={styles.title}>
          Save “{title}”
        </h2>
        <p id={`${id}-text`} className={styles.text} data-testid="save-what">
          One JSON file with what happened and every message.{' '}
          {isCapturing
            ? 'This house keeps what people say and press in its latest calls: that is in it as well.'
            : 'What people said and pressed is not in it: this house does not keep that. Start it with --capture if it should.'}
        </p>
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
        <div className={styles.actions}>
          <Button onClick={() => dialog.current?.close()}>Cancel</Button>
          <Button data-testid="save-now" appearance="primary" disabledFocusable={isBusy} onClick={() => void save()}>
            Save
          </Button>
        </div>
      </dialog>
    </>
  );
}
