// What a copy that no package manager updates is configured with besides: the command line beside the window's program, and with
// the argument `updater` where updates lie and whose signature they carry. Nothing of that is in the repository:
// UPDATER_ENDPOINT, UPDATER_PUBKEY and WINDOWS_THUMBPRINT come from the release's environment.
const { UPDATER_ENDPOINT, UPDATER_PUBKEY, WINDOWS_THUMBPRINT } = process.env;
const updater = process.argv[2] === "updater";

const overlay = {
  bundle: {
    externalBin: ["../.make/standfirst"],
    createUpdaterArtifacts: updater,
    ...(WINDOWS_THUMBPRINT && { windows: { certificateThumbprint: WINDOWS_THUMBPRINT, digestAlgorithm: "sha256", timestampUrl: "http://timestamp.digicert.com" } }),
  },
  ...(updater && { plugins: { updater: { pubkey: UPDATER_PUBKEY, endpoints: [UPDATER_ENDPOINT], windows: { installMode: "passive" } } } }),
};
process.stdout.write(JSON.stringify(overlay));
