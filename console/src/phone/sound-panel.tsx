/** Which microphone and speaker, and a try whether I am heard, before anybody is called. */
import { Button, Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { MicRegular } from '@fluentui/react-icons/svg/mic';
import { useEffect, useState, type ReactElement } from 'react';
import { Section } from '../app/section.tsx';
import { useConsole } from '../live/console-context.tsx';
import { useStore } from '../live/store.ts';
import { canChooseSpeaker, choose, devices, lookForDevices, type Device } from './devices.ts';
import { Meter } from './meter.tsx';
import { MicrophoneError, openMicrophone } from './microphone.ts';
import { release } from './peer-line.ts';
import { wakeSound } from './sound-out.ts';
import { troubleOf } from './trouble.ts';
import { usePhoneView } from './use-lines.ts';

const useStyles = makeStyles({
  fields: { display: 'grid', rowGap: '10px' },
  note: { margin: '0', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

export function SoundPanel(): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const { microphones, speakers, areNamed, microphone, speaker } = useStore(devices, (value) => value);
  const hasCall = usePhoneView((view) => view.sounds.size > 0 || view.attempt !== undefined);
  const [trial, setTrial] = useState<MediaStream>();
  const stop = (): void => setTrial(undefined);
  useEffect(() => () => trial && release(trial), [trial]);
  useEffect(() => {
    if (hasCall) stop();
  }, [hasCall]);

  const tryOut = async (): Promise<void> => {
    try {
      wakeSound();
      setTrial(await openMicrophone(devices.get().microphone));
      await lookForDevices();
    } catch (error) {
      const trouble = error instanceof MicrophoneError ? error.trouble : troubleOf(error, 'Trying the microphone failed');
      session.tell({ ...trouble, canGoSilent: undefined });
    }
  };
  const chooseMicrophone = (id: string | undefined): void => {
    choose('microphone', id);
    if (hasCall) void session.changeMicrophone();
    else if (trial !== undefined) void tryOut();
  };

  return (
    <Section title="Sound">
      <div className={styles.fields}>
        <DeviceChoice label="Microphone" listed={microphones} chosen={microphone} onChoose={chooseMicrophone} />
        {canChooseSpeaker && <DeviceChoice label="Speaker" listed={speakers} chosen={speaker} onChoose={(id) => choose('speaker', id)} />}
        {!areNamed && <p className={styles.note}>Your browser tells the names of devices once the microphone has been allowed.</p>}
        {trial !== undefined && <Meter name="You" stream={trial} icon={<MicRegular />} />}
        {!hasCall && (
          <div>
            <Button icon={<MicRegular />} onClick={() => (trial === undefined ? void tryOut() : stop())}>
              {trial === undefined ? 'Try the microphone' : 'Stop trying'}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}

type DeviceChoiceProps = {
  readonly label: string;
  readonly listed: readonly Device[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
};

function DeviceChoice({ label, listed, chosen, onChoose }: DeviceChoiceProps): ReactElement {
  const isListed = chosen === undefined || listed.some(({ id }) => id === chosen);
  return (
    <Field label={label}>
      <Select value={chosen ?? ''} onChange={(_, { value }) => onChoose(value === '' ? undefined : value)}>
        <option value="">The system’s own choice</option>
        {listed.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {!isListed && <option value={chosen}>The one chosen before (not connected)</option>}
      </Select>
    </Field>
  );
}
