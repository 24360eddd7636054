// verdicts.mjs: what the checkers of this folder share. Each takes folders and prints a line for each fault, "FOLDER: fault", or "FOLDER: good".
import { basename } from "node:path";

export async function verdicts(folders, check) {
	for (const folder of folders) {
		const faults = [];
		const must = (truth, fault) => truth || faults.push(fault);
		try {
			await check(folder, must);
		} catch (error) {
			faults.push(error.message);
		}
		for (const fault of faults.length ? faults : ["good"]) console.log(`${basename(folder)}: ${fault}`);
	}
}
