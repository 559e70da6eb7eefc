/**
 * Every number of the papers, once, with its source; the defaults of library, CLI and docs.
 *
 * "Thesis" is "A Few-Shot Learning Method for Single-Object Visual Anomaly Detection" (2024);
 * "PatchCore" is arXiv:2106.08265; "RegAD" is arXiv:2207.07361; "AnomalyDINO" is arXiv:2405.14529;
 * "PaDiM" is arXiv:2011.08785; "SubspaceAD" is arXiv:2602.23013.
 *
 * @module
 */

/** Input of the backbone. */
export const INPUT = {
  /** Side of the square input, pixels (thesis 5.3). */
  size: 224,
  /** ImageNet channel means of RGB in [0, 1] (torchvision, models/_presets). */
  mean: [0.485, 0.456, 0.406],
  /** ImageNet channel standard deviations (torchvision, models/_presets). */
  std: [0.229, 0.224, 0.225],
} as const;

/** Batch normalization, PyTorch's defaults. */
export const BATCH_NORM = {
  /** ε (BatchNorm2d, `eps`). */
  epsilon: 1e-5,
  /** Share of a batch in the running statistics (BatchNorm2d, `momentum`). */
  momentum: 0.1,
} as const;

/** EfficientNet-Lite (tensorflow/tpu, models/official/efficientnet/lite). */
export const EFFICIENTNET_LITE = {
  /** ε of its normalizations (efficientnet_lite_builder.py, `batch_norm_epsilon`). */
  epsilon: 1e-3,
  /** Of all channels, in 8-bit values: the input is (255 x − 127) / 128 (`MEAN_RGB`, `STDDEV_RGB`). */
  mean: 127,
  std: 128,
  /** Pixels: Lite2 was trained at 260; the next size that the strides of all its stages (32) divide. */
  size: 288,
} as const;

/** The spatial transformer behind each stage (RegAD's models/stn.py). */
export const TRANSFORMER = {
  /** Mode by default (RegAD 4.1; thesis 5.3 follows it). */
  mode: 'rotation_scale',
  /** Filters of the two convolutions that look at a map. */
  filters: [64, 16],
  /** Width of the hidden linear layer. */
  width: 1024,
} as const;

/** Siamese training (thesis 5.3, Algorithm 1). */
export const TRAINING = {
  /** Momentum of SGD (thesis 5.3). */
  momentum: 0.9,
  /** Learning rate of the first step, of all parameters (thesis 5.3). */
  learningRate: 1e-4,
  /** Weight decay (decided: RegAD uses none). */
  weightDecay: 0,
  /** Times that every picture is shown as the query (thesis 5.3). */
  epochs: 50,
  /** Pairs a step (thesis 5.3). */
  batch: 32,
  /**
   * Spread of the encodings below which they have collapsed. SimSiam's figure 2 has 1 (in our scale)
   * against 0; a small network without its safeguards falls below 0.2 within 100 steps, and stays
   * above 0.6 with them (test/integration/training-step.test.ts).
   */
  collapsedSpread: 0.2,
  /** Steps in a row with so little spread before training stops (decided). */
  collapsedSteps: 10,
  /** Minutes between checkpoints (decided). */
  checkpointMinutes: 5,
} as const;

/** What the preset `default` of training changes, chosen by results/leave-one-category-out.json. */
export const TRAINING_DEFAULT = {
  /** Learning rates of the first step: encoders and predictors start from random weights. */
  rates: { backbone: 1e-3, transformer: 1e-3, heads: 5e-2 },
  /** Times that every picture is shown as the query. */
  epochs: 1,
  /** Pairs a step. */
  batch: 16,
  /** Side of the pictures, pixels. */
  size: 160,
  /** None: its warps drift, and blur what is small (docs/training.md). */
  transformer: 'none',
  /** Changes of light, and grey pictures: they leave every position what it is. */
  augment: ['grayscale', 'brightness', 'contrast'],
  /** Pictures of few categories estimate ImageNet's statistics worse than they are. */
  freezeBatchNorm: true,
} as const;

/** Augmentations of the support set (thesis 4.2; the values are RegAD's, its datasets/mvtec.py). */
export const AUGMENTATION = {
  /** Families used when nothing else is said (thesis table 5.7, "all"). */
  families: ['grayscale', 'flip', 'translation', 'rotation', 'brightness', 'contrast'],
  /**
   * Families of a part by default (results/defaults.json). Patches of mirror images teach what good
   * surfaces look like; reverse matching leaves them out, so that a mirrored part is a defect.
   */
  partFamilies: ['rotation', 'mirror', 'brightness', 'contrast'],
  /** Weights of R, G, B in grey (Rec. 601, thesis 4.2.1). */
  luma: [0.299, 0.587, 0.114],
  /** Shifts as fractions of width and height (RegAD: ±0.1 and ±0.2 in 8 combinations). */
  translations: [
    [0.1, 0.1],
    [-0.1, 0.1],
    [-0.1, -0.1],
    [0.1, -0.1],
    [0.2, 0.2],
    [-0.2, 0.2],
    [-0.2, -0.2],
    [0.2, -0.2],
  ],
  /** Degrees, counter-clockwise (RegAD: ±π/16 to ±π/4). */
  smallRotations: [11.25, -11.25, 22.5, -22.5, 33.75, -33.75, 45, -45],
  /** Degrees, counter-clockwise (RegAD). */
  rightAngles: [90, 180, 270],
  /** Step of free rotation, degrees (decided: a part that lies at any angle). */
  freeRotationStep: 15,
  /** Factors of brightness (decided). */
  brightness: [0.8, 1.2],
  /** Factors of contrast about the mean pixel (decided). */
  contrast: [0.8, 1.2],
  /** Factors of size (thesis 4.3 names scaling; values decided). */
  scales: [0.9, 1.1],
  /** Added to one channel at a time (thesis 4.3 names colour shifts; value decided). */
  colourShifts: [-0.05, 0.05],
} as const;

/** Memory bank and coreset. */
export const BANK = {
  /** Side of the average pooling that makes features locally aware (PatchCore 3.1, p = 3). */
  neighbourhood: 3,
  /** The same of a part by default (decided: none; pooling blurs small defects, and good parts' edges). */
  partNeighbourhood: 1,
  /** Share of patch features kept (PatchCore 4.1: 10 %). */
  samplingRatio: 0.1,
  /** Width of the random projection in which centres are chosen (PatchCore's code: 128). */
  projectionWidth: 128,
  /** The same of a single copy, whose patches are few (decided). */
  copyProjectionWidth: 64,
  /** Most rows of a level's bank (decided: keeps a search within a few milliseconds). */
  ceiling: 8192,
  /** Most rows where each copy is thinned by itself, of which a search meets some (decided). */
  copiesCeiling: 100_000,
  /** Copies of the support set that are compared with a picture: 32 gain 0.1 points at twice the search (results/retrieved.json). */
  retrieved: 16,
  /** Cells a side of the descriptor by which copies are ranked (decided: where, not only what). */
  descriptorCells: 5,
} as const;

/** Reverse matching: is what good pictures show found in this one? (results/defaults.json) */
export const REVERSE = {
  /** Weight in the score of what exceeds the largest leave-one-out distance. */
  weight: 0.5,
  /** The part is not there above this times the largest leave-one-out distance, or less. */
  margin: 1.4,
  /** From this ratio on, pictures of half a part tell how much less. */
  tellingRatio: 1.1,
  /** Support pictures that are looked at so. */
  halves: 4,
} as const;

/** A support picture that stands apart from the others (decided by what they lack of each other). */
export const LONE_PICTURE = {
  /** Least ratio of what it lacks to the most that another lacks: 1.2 to 1.8 where another part was among good ones. */
  leastRatio: 1.25,
  /** Least distance: 0.69 to 0.95 of another part, at most 0.59 of a good one. */
  leastDistance: 0.65,
  /** Dixon's Q of 3 to 10 pictures, of three relaxed (two lack nearly the same), of others at 90 % confidence. */
  criticalQ: [0.85, 0.765, 0.642, 0.56, 0.507, 0.468, 0.437, 0.412],
} as const;

/** Pose by itself (results/defaults.json). */
export const POSE = {
  /** A policy explains the support set if distances exceed those of any angle by at most this share. */
  tolerance: 0.02,
  /** A part looks the same when turned if it is at most this times as far from itself as from others. */
  symmetry: 1.1,
  /** Angles from which on that matters, degrees: where another policy would not reach. */
  symmetricFrom: 45,
} as const;

/** Anomaly score and map. */
export const SCORE = {
  /** Bank elements near the nearest one that weigh the score (PatchCore eq. 7, b = 9). */
  neighbours: 9,
  /** Share of patches averaged by the score `top-mean` (AnomalyDINO 3.2: 1 %). */
  topShare: 0.01,
  /** The same by default in a part (results/defaults.json). */
  partTopShare: 0.03,
  /** Standard deviation of the map's smoothing, pixels at the input's size (thesis 4.3). */
  sigma: 4,
  /** Standard deviations at which the smoothing kernel ends (scipy's gaussian_filter). */
  truncate: 4,
} as const;

/** Thresholds from good pictures only. */
export const CALIBRATION = {
  /** Confidence of every bound. */
  confidence: 0.95,
  /** Wanted share of good parts that fail (decided). */
  targetFalseReject: 0.05,
  /** Provisional threshold over the mean of the support pictures' largest leave-one-out scores (docs/calibration.md). */
  margin: 1.1,
  /** The same over the largest leave-one-out score of all, in parts of fewgood 0.1.0. */
  formerMargin: 1.2,
} as const;

/** What makes two pictures near copies of each other (decided: results/near-copies.json). */
export const NEAR_COPY = {
  /** Side of the grey thumbnails that are compared, pixels. */
  side: 64,
  /** Passes of [1 2 1] / 4 each way: a thumbnail must be smooth for its shifts to be its derivatives. */
  smoothing: 5,
  /** Pixels left away at each side of a thumbnail, where a shifted picture shows something else. */
  border: 4,
  /** Most that two thumbnails differ, root of the mean square, in levels of 255. */
  tolerance: 0.7,
  /** The same as a share of their contrast: two pictures of hardly anything are alike by nature. */
  shareOfContrast: 0.25,
} as const;

/** Guards of a part file. */
export const SELF_TEST = {
  /** Support pictures whose scores must come out again. */
  pictures: 2,
  /** Largest relative difference of such a score (decided: between runtimes and thread counts). */
  tolerance: 1e-3,
} as const;

/**
 * What a picture may look like beside the good pictures before it cannot be judged. A tolerance beyond
 * their range is `fixed` + `shared` / (number of good pictures), all decided by results/appearance.json;
 * none is below what AUGMENTATION's light and contrast imply.
 */
export const APPEARANCE = {
  /** Natural logarithms of the ratio to the good picture that comes nearest. */
  ratios: {
    darker: { fixed: 0.25, shared: 1.25 },
    brighter: { fixed: 0.25, shared: 1.7 },
    flatter: { fixed: 0.75, shared: 1.4 },
    paler: { fixed: 2.3, shared: 1 },
    softer: { fixed: 0.25, shared: 0.6 },
    grainier: { fixed: 0.5, shared: 0.8 },
  },
  /** Differences of shares: of the pixels that are clipped, of red and blue in the light. */
  shares: {
    clipped: { fixed: 0.2, shared: 0.6 },
    colour: { fixed: 0.09, shared: 0.12 },
  },
  /** Largest logarithm of how much nearer the lightness is to that of the good pictures' negatives. */
  likenessToNegatives: 1.0,
  /** Most net share of the picture that looks as if red and blue were exchanged. */
  exchangedShare: 0.45,
  /** Logarithms of the aspect ratio: of one camera's frame, and of crops that vary. */
  aspectRatio: { frame: { fixed: 0.03, shared: 0.44 }, crops: { fixed: 1.5, shared: 0 } },
  /** Least share of the pixels a side of the smallest good picture: a file of half the size has rounded ones. */
  pixels: 0.55,
  /** What a good picture is warned of by itself: no good picture of the validation sets comes near. */
  support: { leastSharpness: 0.6, mostClipped: 0.6, leastLight: 0.06 },
} as const;

/** Metrics. */
export const METRIC = {
  /** False positive rate at which the PRO curve ends (MVTec AD, IJCV 129, 2021: 0.3). */
  proLimit: 0.3,
} as const;

/** Splits of data sets that come without one. */
export const SPLIT = {
  /** Of VisA's normal pictures without a split file, each n-th tests (VisA's 1-class setup: 10 %). */
  visaTestEvery: 10,
  /** Of a plain folder's good pictures, each n-th tests (decided). */
  folderTestEvery: 2,
} as const;

/** PaDiM, as it is compared with. */
export const PADIM = {
  /** Channels drawn of all (PaDiM V-A, "Rd 100" of ResNet-18's 448). */
  channels: 100,
  /** Added to the diagonal of each covariance (PaDiM III-B, ε = 0.01). */
  regularization: 0.01,
} as const;

/** RegAD's scoring, as it is compared with. */
export const REGAD = {
  /** Families of augmentation of its support set (RegAD's test.py), beside AUGMENTATION's angles. */
  families: ['rotation', 'translation', 'flip', 'grayscale'],
  /** Added to the diagonal of each covariance (RegAD's test.py). */
  regularization: 0.01,
  /** Most positions that have a Gaussian (decided: RegAD's 56 × 56 would take gigabytes). */
  ceiling: 1024,
} as const;

/** Vision transformers. */
export const VISION_TRANSFORMER = {
  /** Side of the input, pixels (AnomalyDINO 4.1, the shorter side): 32 patches of 14 or 28 of 16. */
  size: 448,
} as const;

/** AnomalyDINO's settings of a part (4.1, and the defaults of its run_anomalydino.py). */
export const ANOMALY_DINO = {
  /** Patch features as they are: attention has looked around already. */
  neighbourhood: 1,
  /** Distance of normalised features (3.1). */
  metric: 'cosine',
  /** Mean of the top 1 % (3.2). */
  score: 'top-mean',
  /** Degrees by which reference pictures are turned, its `agnostic` preprocessing (src/utils.py). */
  pose: [45, 90, 135, 180, 225, 270, 315],
} as const;

/** Nearest patches, as they are compared with. */
export const NEAREST_PATCH: { readonly rotations: readonly number[] } = {
  /** Degrees by which reference pictures are turned. */
  rotations: ANOMALY_DINO.pose,
};

/** Principal subspace, as it is compared with. */
export const SUBSPACE = {
  /** Share of the variance within the subspace (SubspaceAD's code, --pca_ev). */
  explainedVariance: 0.99,
  /** Degrees by which support pictures are turned (decided: AnomalyDINO's, instead of 30 draws). */
  rotations: [45, 90, 135, 180, 225, 270, 315],
} as const;

/** Whether parts stand out from a background, so that more pixels show more of them (measured; docs/presets.md). */
export const OUTLINE = {
  /** Least distance of inner patches to borders: surfaces up to 0.79, parts from 0.94. */
  distance: 0.86,
  /** Least ratio of that to the distance of borders from each other: real surfaces up to 1.4, parts from 1.9. */
  ratio: 1.6,
  /** Width of what is neither border nor inside, as a share of the side. */
  inset: 0.29,
  /** Pictures that are looked at, at most. */
  pictures: 8,
  /** Side of the input for such parts, pixels. */
  size: 320,
  /** Smallest side of the input otherwise: a model for smaller pictures was made for what they show (not measured). */
  from: 192,
} as const;

/** Where the part lies, found in good pictures (docs/regions.md; of one support set of six real categories and nine drawn ones). */
export const FOREGROUND = {
  /** Pictures that are looked at, at most. */
  pictures: 8,
  /** Width of what is laid around a picture, as a share of the square: a network sees the edge of its input otherwise than a surface. */
  surround: 0.125,
  /** How far beyond what was found is looked, as a share of the side (decided). */
  margin: 0.02,
  /** How far from a part patches feel it, as a share of the longer side: what patches agree on ends where pixels do as far from its edge (decided). */
  reach: 0.12,
  /** Half the width of places of the colour of the ground that belong to a part where they lie between its pixels, as a share of the longer side (decided). */
  gap: 0.02,
  /** Least share of the part's inside that stands out from the ground where pixels tell where it ends (decided). */
  telling: 0.9,
  /** Most patches at the border of pictures that no other border shows: parts on a background up to 0.05, surfaces and cut parts from 0.40. */
  strayBorder: 0.15,
  /** Least overlap of a picture's own foreground with the common one, as a share of both: parts in their place from 0.82, turned ones down to 0.61. */
  agreement: 0.75,
  /** Share of the picture from which on a foreground leaves nothing out that is worth it (decided). */
  most: 0.9,
} as const;

/** Pictures that are seen in tiles. */
export const TILES = {
  /** Most tiles a side. */
  most: 8,
  /** What neighbours share, pixels: a patch of the coarsest level of a ResNet, two of the last that parts use. */
  overlap: 32,
} as const;

/** Corrections of light (docs/light.md). */
export const LIGHT = {
  /** Level of 255 below which ratios of levels are noise (decided). */
  darkest: 8,
  /** Most that light is raised, or lowered: beyond it something else is wrong, which the checks of the looks tell (decided). */
  mostGain: 4,
  /** Side of the flat field that a part keeps, pixels. */
  flatSide: 64,
  /** Least mean level of each of its colours, of 255 (decided). */
  flatLeast: 24,
  /** Most share of its pixels that are clipped (decided). */
  flatClipped: 0.02,
  /** Equal shares of the pixels whose mean levels stand for the light of good pictures. */
  levels: 32,
  /** Cells a side in which a slope of light is measured. */
  cells: 32,
  /** Cells from one to the one that it is compared with: a quarter of the picture. */
  stride: 8,
  /** Mean difference of the largest and the smallest channel from which on pictures have colours, levels of 255 (decided). */
  leastColour: 2,
  /** Steps from 0 to 1 in which α is looked for. */
  alphaSteps: 50,
  /** Wavelengths that silicon sees, nanometres. */
  peaks: { least: 300, most: 1200 },
} as const;

/** Pictures in which several objects lie (decided). */
export const OBJECTS = {
  /** Objects that a part is learned from, at most: more of them say little more, and take as long each. */
  most: 12,
  /** Next to what touches it, within this share of the side of what is cut out, an object is not judged. */
  contact: 0.06,
  /** Share of an object below which what touching others leaves of it says too little for a pass. */
  leastJudged: 0.5,
  /** Natural logarithm of the most that the proportions of a picture differ from those of the good ones. */
  proportions: 0.05,
} as const;

/** Where and how a part lies beside the first good picture (docs/alignment.md; decided, but for what names a study). */
export const ALIGNMENT = {
  /** Distance up to which a patch agrees, in patches: half the diagonal of one. */
  tolerance: 0.71,
  /** Draws of two pairs a copy: with a fifth of the pairs right, one draw is right but for 2 times in a million. */
  draws: 320,
  /** Scales that are looked for, beside 1: those at which features still match. */
  scales: [0.8, 1.25],
  /** Least share of the part's patches that must agree (results/alignment.json, chosen on other seeds). */
  leastShare: 0.3,
  /** Fewest patches that must agree. */
  leastPatches: 8,
  /** Angles from which on two ways to lie are two, degrees: less than the step of turned copies. */
  apart: 12,
  /** Times the distance of the copy most like a picture up to which others join it. */
  near: 1.25,
  /** Share of the best way's patches from which on another one is as likely. */
  rival: 0.85,
  /** Share of the patches with which a turned good picture must match itself to be taken for symmetric. */
  symmetric: 0.6,
  /** A part that matches itself turned by less than this looks alike at every angle, degrees. */
  round: 28,
  /** Share of where to look that must lie in the picture once it has moved. */
  leastLooked: 0.9,
} as const;
