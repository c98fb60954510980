/** What invented people of a locale are made of. ASCII only, so that every character set holds them. */
export interface Words {
	first: string[];
	last: string[];
	streets: string[];
	cities: string[];
	regions: string[];
	companies: string[];
	/** Whether the number goes before the street's name. */
	numberFirst: boolean;
}

const list = (text: string) => text.trim().split(/\s+/);

export const locales: Record<string, Words> = {
	en: {
		first: list(
			"Ada Alan Alice Amy Anna Arthur Ben Carl Clara Daisy Dean Edith Edgar Ella Emma Eric Faye Frank Grace Harry Hazel Helen Henry Ida Irene Ivy Jack Jane Joan Kate Laura Leo Lily Lucy Mabel Mark Mary Max Nell Nora Oscar Paul Peter Rose Ruth Sam Sara Simon Stella Tara Tess Theo Tom Una Vera Victor Wanda Walter Will Zoe Owen Percy Ralph Sid",
		),
		last: list(
			"Abbott Ainsley Alder Archer Ashby Baxter Bishop Blake Bowen Brooks Burton Carter Chase Colby Cooper Crane Dalton Dawson Draper Ellis Farley Fenton Fisher Fletcher Foster Garner Gibson Hadley Harper Hayes Holden Hunter Keating Kendall Langley Lawson Marsh Mason Mercer Morton Nash Norton Oakley Parker Payne Porter Quinn Ramsey Reeves Sawyer Shelby Slater Spencer Tanner Thorne Turner Walton Ward Weaver Webster Whitaker Wilder Wright Yates",
		),
		streets: list("Oak Elm Maple Cedar Mill Church Station Park Bridge Garden River Hill Lake Field Forest Spring"),
		cities: list(
			"Ashford Brookfield Clifton Dunmore Eastvale Fairview Glenwood Hartley Kingsley Linwood Millbrook Norwood Oakdale Redhill Seaton Westbury",
		),
		regions: list("Northshire Southshire Eastshire Westshire Midland Lowland Highland Coastland"),
		companies: list("Ltd LLC Inc Group Partners Supplies Trading Works"),
		numberFirst: true,
	},
	de: {
		first: list(
			"Anja Anna Anton Bernd Britta Carla Dieter Doris Edgar Elke Emil Erika Ernst Eva Felix Frank Frieda Georg Gerd Greta Hanna Hans Heike Helga Horst Ida Ilse Ingo Jana Jens Johanna Jonas Karin Karl Klara Konrad Lars Lena Lotte Ludwig Maren Marta Max Mia Moritz Nele Nora Olaf Otto Paula Peter Petra Ralf Renate Rita Rolf Sabine Sven Tanja Theo Ulla Udo Vera Wilma",
		),
		last: list(
			"Albrecht Arnold Bach Bauer Beck Berger Bergmann Brandt Busch Dietrich Ebert Engel Fischer Frank Franke Fuchs Graf Gross Haas Hahn Hartmann Heinrich Herrmann Hoffmann Horn Huber Jung Kaiser Keller Koch Kraus Kuhn Lang Lehmann Lorenz Ludwig Maier Martin Moser Neumann Otto Peters Pohl Richter Roth Sauer Schmitt Schreiber Schubert Schuster Seidel Simon Sommer Stein Thomas Vogel Vogt Wagner Weber Weiss Werner Winkler Winter Ziegler",
		),
		streets: list(
			"Lindenweg Ahornweg Birkenweg Gartenstrasse Bahnhofstrasse Muehlenweg Schulstrasse Bergstrasse Waldweg Wiesenweg Rosenweg Kirchgasse Hauptstrasse Seestrasse Feldweg Parkallee",
		),
		cities: list(
			"Altdorf Bergheim Birkenau Eichstedt Felden Gruenau Hainburg Kirchberg Lindenau Marienfeld Neustadt Oberau Rosenheim Seefeld Talheim Waldkirch",
		),
		regions: list("Nordland Suedland Ostland Westland Mittelland Unterland Oberland Seeland"),
		companies: list("GmbH AG KG OHG Handel Technik Werke Service"),
		numberFirst: false,
	},
	fr: {
		first: list(
			"Adele Agnes Alain Alice Andre Anne Bruno Camille Carole Chloe Claire Claude Colette Daniel David Denis Diane Elise Emile Emma Eric Estelle Fanny Florent Gaston Gilles Helene Henri Hugo Ines Irene Jade Jean Jeanne Jules Julie Laure Leon Lise Louis Luc Lucie Manon Marc Marie Martin Michel Nadia Nicolas Noemie Odile Olivier Pascal Paul Pierre Rachel Remi Rose Simon Sophie Theo Thomas Valerie Yves",
		),
		last: list(
			"Arnaud Aubert Barbier Bernard Bertin Blanc Bonnet Boucher Bourgeois Brun Caron Charpentier Chevalier Clement Colin Cordier Daniel David Denis Deschamps Dubois Dufour Dumas Dupont Durand Fabre Faure Fontaine Fournier Gaillard Garnier Gauthier Gerard Girard Giraud Guerin Henry Hubert Jacquet Joly Lacroix Lambert Laurent Leclerc Lefevre Lemaire Leroy Lucas Marchand Martin Masson Mercier Meunier Michel Morel Moulin Nicolas Noel Perrin Picard Renard Richard Robin Roussel",
		),
		streets: list(
			"Tilleuls Erables Jardins Ecoles Moulin Gare Lilas Chenes Fontaine Marche Prairie Roses Vergers Pont Lac Parc",
		),
		cities: list(
			"Aubigny Beaumont Bellerive Chantenay Clairval Fontenay Gervilly Lamarche Lavigny Marsac Montclair Neuville Rochefort Saintval Tourville Valmont",
		),
		regions: list("Nordval Sudval Estval Ouestval Centre Littoral Plaine Montagne"),
		companies: list("SARL SA SAS Freres Associes Negoce Ateliers Services"),
		numberFirst: true,
	},
};
