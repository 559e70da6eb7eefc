import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink, type LinkComponent } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type A = ComponentPropsWithRef<'a'>;

function ButtonOfLink(props: ButtonProps & Omit<A, keyof ButtonProps>) {
  return <Button component="a" {...props} />;
}

function AnchorOfLink(props: AnchorProps & Omit<A, keyof AnchorProps>) {
  return <Anchor {...props} />;
}

/** A link to a page that looks like a button. */
export const LinkButton: LinkComponent<typeof ButtonOfLink> = createLink(ButtonOfLink);

/** A link to a page within text. */
export const LinkAnchor: LinkComponent<typeof AnchorOfLink> = createLink(AnchorOfLink);
