import { ChevronDownIcon, ToolbarMenu, UnStyledButton } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { actAs, type DemoPerson, demoPeople } from './acting-as.js';

const NOBODY = 'Without a token';

/** Chooses who the questions are asked as. There only where the gateway has a demo issuer. */
export function RoleMenu() {
  const [people, setPeople] = useState<readonly DemoPerson[]>([]);
  const [chosen, setChosen] = useState(NOBODY);
  useEffect(() => {
    demoPeople().then(setPeople, () => setPeople([]));
  }, []);
  if (people.length === 0) return null;

  const choose = (name: string, role?: string) =>
    actAs(role).then(
      () => setChosen(name),
      () => setChosen('No token was given'),
    );

  const button = (
    <UnStyledButton type="button" className="tour-button" aria-label={`Asking as: ${chosen}`}>
      {chosen}
      <ChevronDownIcon className="tour-chevron" aria-hidden="true" />
    </UnStyledButton>
  );
  return (
    <ToolbarMenu button={button}>
      <ToolbarMenu.Item onSelect={() => choose(NOBODY)}>{NOBODY}</ToolbarMenu.Item>
      {people.map(({ role, name }) => (
        <ToolbarMenu.Item key={role} onSelect={() => choose(name, role)}>
          {name}
        </ToolbarMenu.Item>
      ))}
    </ToolbarMenu>
  );
}
