import { ActionIcon, type ActionIconProps } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import {
  createLink,
  Link,
  type LinkComponent,
  Outlet,
  useRouterState,
} from '@tanstack/react-router';
import type { ComponentPropsWithRef, MouseEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from './api.tsx';
import { useSession } from './session.tsx';
import { ConnectionAlarm } from './connection-alarm.tsx';
import { useConnections, useIsInFleet, useLostConnections } from './connections.ts';
import { ConnectionState } from './connection-state.tsx';
import { ToolButton } from '../components/tool-button.tsx';
import { LanguageMenu } from './language-menu.tsx';
import { navigation } from './navigation.ts';
import { SchemeToggle } from './scheme-toggle.tsx';
import classes from './shell.module.css';

/** Beside the page, wherever that lies. */
const ICON = `${import.meta.env.BASE_URL}icon.svg`;

/** By hand: behind `#` there may be the address of a page. */
function toContent(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#content')?.focus();
}

/** Frame of every page but the login: navigation at the side, or at the foot of a narrow screen. */
export function Shell() {
  const t = useTranslations('shell');
  const api = useApi();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#content" onClick={toContent}>
        {t('skip')}
      </a>
      <nav className={classes.rail} aria-label={t('navigation')}>
        <div className={classes.brand}>
          <img src={ICON} alt="" width="32" height="32" />
          <span>{t('brand')}</span>
        </div>
        <NavigationLinks />
        <div className={classes.foot}>
          {api.live === null && <ConnectionState />}
          <div className={classes.tools}>
            <LanguageMenu />
            <SchemeToggle />
            <Account />
          </div>
        </div>
      </nav>
      <main id="content" className={classes.content} tabIndex={-1}>
        <ConnectionAlarm />
        <Outlet />
      </main>
    </div>
  );
}

function NavigationLinks() {
  const t = useTranslations('shell');
  const api = useApi();
  const { can, user } = useSession();
  const isThere = {
    connected: (useConnections().data ?? []).length > 0,
    'in-fleet': useIsInFleet(),
  };
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <ul className={classes.links}>
      {navigation
        .filter(
          ({ role, needsUser = false, where, needs }) =>
            can(role) &&
            (user !== null || !needsUser) &&
            (where === undefined || isThere[where]) &&
            (needs === undefined || api[needs] !== null),
        )
        .map(({ to, icon: Icon, key, owns }) => (
          <li key={to}>
            <Link
              to={to}
              className={classes.link}
              data-current={owns(path) || undefined}
              aria-current={owns(path) ? 'page' : undefined}
            >
              <Icon size={22} stroke={1.7} aria-hidden="true" />
              <span>{t(key)}</span>
              {key === 'connections' && <LostCount />}
            </Link>
          </li>
        ))}
    </ul>
  );
}

/** How many connections are lost, beside the link to them. */
function LostCount() {
  const t = useTranslations('shell');
  const { length: count } = useLostConnections();
  if (count === 0) return null;
  return (
    <span className={classes.lost} data-tone="fail">
      <span aria-hidden="true">{count}</span>
      <span className="visually-hidden">{t('lost', { count })}</span>
    </span>
  );
}

const AccountLink: LinkComponent<typeof IconOfLink> = createLink(IconOfLink);

type A = ComponentPropsWithRef<'a'>;

function IconOfLink(props: ActionIconProps & Omit<A, keyof ActionIconProps>) {
  return <ActionIcon component="a" {...props} />;
}

/** Who is signed in, where somebody must be. */
function Account() {
  const t = useTranslations('shell');
  const { user, signOut } = useSession();
  if (user === null) return null;
  const account = t('account', { name: user.name });
  return (
    <>
      <AccountLink
        to="/account"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={account}
        title={account}
      >
        <IconUserCircle size={20} stroke={1.7} />
      </AccountLink>
      <ToolButton icon={IconLogout} label={t('signOut', { name: user.name })} onClick={signOut} />
    </>
  );
}
