export type ShareSettings = { undecorated: boolean, servers: Array<{ id: string, name: string, address: string }>, own: Array<{ name: string, template: string }>, };
