/** A question before something is done, in a window of its own; what can't be taken back has a red answer. */
import { Button } from '@fluentui/react-components';
import { useEffect, useId, useRef, type ReactElement, type ReactNode } from 'react';
import { useQuestionStyles } from '../../app/question-styles.ts';

type AskFirstProps = {
  readonly title: string;
  readonly children: ReactNode;
  readonly yes: string;
  readonly isGrave?: boolean;
  readonly isBusy: boolean;
  readonly onYes: () => void;
  readonly onClose: () => void;
};

export function AskFirst({ title, children, yes, isGrave = false, isBusy, onYes, onClose }: AskFirstProps): ReactElement {
  const styles = useQuestionStyles();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element?.open === false) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      role={isGrave ? 'alertdialog' : undefined}
      className={styles.question}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={onClose}
      onKeyDown={(event) => event.stopPropagation()}
      data-testid="ask-first"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) onYes();
        }}
      >
        <h2 id={`${id}-title`} className={styles.title}>
          {title}
        </h2>
        <div id={`${id}-text`} className={styles.text}>
          {children}
        </div>
        <div className={styles.actions}>
          <Button data-testid="ask-no" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" data-testid="ask-yes" appearance="primary" className={isGrave ? styles.yes : ''} disabledFocusable={isBusy}>
            {yes}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
