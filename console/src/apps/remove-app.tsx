/** Takes an app out of the house, once it has been asked whether that is meant. */
import { Button } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { useId, useRef, type ReactElement } from 'react';
import type { AppState } from '../../../src/wire/live/apps.ts';
import { navigate } from '../app/navigate.tsx';
import { useQuestionStyles } from '../app/question-styles.ts';
import { appsHref } from '../app/route.ts';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useAppAction } from './use-apps.ts';

export function RemoveApp({ app }: { readonly app: AppState }): ReactElement {
  const styles = useQuestionStyles();
  const id = useId();
  const question = useRef<HTMLDialogElement>(null);
  const { isBusy, fault, run, dismiss } = useAppAction();
  const remove = async (): Promise<void> => {
    const done = await run({ do: 'app.remove', app: app.appId }, `Removing ${app.name} failed`);
    if (done === undefined) return;
    question.current?.close();
    navigate(appsHref(), { replace: true });
  };
  return (
    <>
      <Button data-testid="remove" icon={<DeleteRegular />} onClick={() => question.current?.showModal()}>
        Remove
      </Button>
      <dialog
        ref={question}
        role="alertdialog"
        className={styles.question}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-text`}
        onClose={dismiss}
      >
        <h2 id={`${id}-title`} className={styles.title}>
          Remove {app.name}?
        </h2>
        <p id={`${id}-text`} className={styles.text}>
          Its secret and its tokens are refused from then on{app.number === undefined ? '' : `, and ${app.number} is free again`}. A bot
          that is registered anew has another id and another secret.
        </p>
        {fault !== undefined && <TroubleBar message={fault.message} remedy={fault.remedy} />}
        <div className={styles.actions}>
          <Button onClick={() => question.current?.close()}>Keep it</Button>
          <Button
            data-testid="remove-yes"
            appearance="primary"
            className={styles.yes}
            disabledFocusable={isBusy}
            onClick={() => void remove()}
          >
            Remove
          </Button>
        </div>
      </dialog>
    </>
  );
}
