export type ShareTarget = { id: string, name: string, kind: string, recent: boolean, };
