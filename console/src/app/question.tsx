/** A question before something is done, in a window of its own; what can't be taken back has a red answer. */
import { Button } from '@fluentui/react-components';
import type { ReactElement, ReactNode } from 'react';
import { Modal } from './modal.tsx';
import { useModalStyles } from './modal-styles.ts';

type QuestionProps = {
  readonly title: string;
  readonly children: ReactNode;
  /** What can be chosen, and what went wrong: below the text, and not read out with it. */
  readonly more?: ReactNode;
  readonly yes: string;
  readonly no?: string;
  readonly isGrave?: boolean;
  readonly isBusy?: boolean;
  readonly onYes: () => void;
  /** The other answer, and Escape. */
  readonly onClose: () => void;
};

export function Question(props: QuestionProps): ReactElement {
  const { title, children, more, yes, no = 'Cancel', isGrave = false, isBusy = false, onYes, onClose } = props;
  const styles = useModalStyles();
  return (
    <Modal title={title} text={children} isAlert={isGrave} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) onYes();
        }}
      >
        {more}
        <div className={styles.actions}>
          <Button data-testid="question-no" onClick={onClose}>
            {no}
          </Button>
          <Button
            type="submit"
            data-testid="question-yes"
            appearance="primary"
            className={isGrave ? styles.grave : ''}
            disabledFocusable={isBusy}
          >
            {yes}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
