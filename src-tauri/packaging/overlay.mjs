// What a copy that no package manager updates is configured with besides, as `tauri.conf.json` would have it. Nothing of that is in the
// repository: it comes from the release's environment.
//   node overlay.mjs program   for the program: where updates lie and whose signature they carry (UPDATER_ENDPOINT, UPDATER_PUBKEY)
//   node overlay.mjs bundle    the same for the bundler, with the command line beside the window's program, and a certificate
//                              (WINDOWS_THUMBPRINT). Without UPDATER_PUBKEY there is no updater.
const { UPDATER_ENDPOINT, UPDATER_PUBKEY, WINDOWS_THUMBPRINT } = process.env;
const updater = Boolean(UPDATER_PUBKEY);

const program = updater ? { plugins: { updater: { pubkey: UPDATER_PUBKEY, endpoints: [UPDATER_ENDPOINT], windows: { installMode: "passive" } } } } : {};
const windows = { certificateThumbprint: WINDOWS_THUMBPRINT, digestAlgorithm: "sha256", timestampUrl: "http://timestamp.digicert.com" };
const bundle = { externalBin: ["../.make/standfirst"], createUpdaterArtifacts: updater, ...(WINDOWS_THUMBPRINT && { windows }) };

process.stdout.write(JSON.stringify(process.argv[2] === "program" ? program : { ...program, bundle }));
