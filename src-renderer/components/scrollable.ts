/** What a region that scrolls needs so that the keyboard can scroll it (WCAG 2.1.1). */
export const SCROLLABLE = { tabIndex: 0 } as const;
