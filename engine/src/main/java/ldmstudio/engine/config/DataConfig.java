package ldmstudio.engine.config;

/** A source of pictures; chosen by the key {@code type}. */
public sealed interface DataConfig
        permits DrawnData,
                DataConfig.Idx,
                DataConfig.Folder,
                DataConfig.ImageFolder,
                DataConfig.CaptionedFolder,
                DataConfig.Webdataset,
                DataConfig.Parquet,
                DataConfig.Celeba,
                DataConfig.CelebaHq {
    /** The folder or file that is read; empty where pictures are made, not read. */
    String path();

    /** How pictures become squares of the model's size: crop, pad or stretch. */
    String resize();

    /** Mirror every second picture while training. */
    boolean horizontalFlip();

    /**
     * Share of the pictures that is held out, where the source has no validation part of its own.
     */
    double validationFraction();

    /**
     * {@code type: idx}: MNIST-style IDX files, gzip or not, in one folder; the t10k files are the
     * validation part.
     */
    record Idx(
            @Field(
                            label = "Folder",
                            pick = Field.Pick.FOLDER,
                            help = "Folder with train-images-idx3-ubyte[.gz] and its neighbours.")
                    String path,
            @Field(
                            label = "Class names",
                            help = "Comma-separated names of the labels; empty: the numbers.")
                    String classNames,
            @Field(
                            label = "Resize",
                            oneOf = {"crop", "pad", "stretch"},
                            help = "28 px become 32 px by a border (pad).")
                    String resize,
            @Field(label = "Mirror", help = "Mirror pictures at random while training.")
                    boolean horizontalFlip,
            @Field(
                            label = "Held out",
                            help = "Used only when there are no t10k files.",
                            min = 0,
                            max = 0.9)
                    double validationFraction)
            implements DataConfig {
        public Idx {
            FieldChecks.require(
                    Idx.class, path, classNames, resize, horizontalFlip, validationFraction);
        }

        public static Idx defaults() {
            return new Idx("", "", "pad", false, 0.05);
        }
    }

    /** {@code type: folder}: every picture under a folder, without classes. */
    record Folder(
            @Field(
                            label = "Folder",
                            pick = Field.Pick.FOLDER,
                            help = "A folder of pictures; sub-folders are read too.")
                    String path,
            @Field(
                            label = "Resize",
                            oneOf = {"crop", "pad", "stretch"},
                            help = "How pictures become squares.")
                    String resize,
            @Field(label = "Mirror", help = "Mirror pictures at random while training.")
                    boolean horizontalFlip,
            @Field(
                            label = "Held out",
                            help = "Share of the pictures kept for validation.",
                            min = 0,
                            max = 0.9)
                    double validationFraction)
            implements DataConfig {
        public Folder {
            FieldChecks.require(Folder.class, path, resize, horizontalFlip, validationFraction);
        }

        public static Folder defaults() {
            return new Folder("", "crop", true, 0.05);
        }
    }

    /**
     * {@code type: image_folder}: one sub-folder a class; {@code train/} and {@code val/} above
     * them are honoured.
     */
    record ImageFolder(
            @Field(
                            label = "Folder",
                            pick = Field.Pick.FOLDER,
                            help =
                                    "A folder with one sub-folder a class, or with train/ and val/ of such.")
                    String path,
            @Field(
                            label = "Resize",
                            oneOf = {"crop", "pad", "stretch"},
                            help = "How pictures become squares.")
                    String resize,
            @Field(label = "Mirror", help = "Mirror pictures at random while training.")
                    boolean horizontalFlip,
            @Field(
                            label = "Held out",
                            help = "Used only when there is no val/ folder.",
                            min = 0,
                            max = 0.9)
                    double validationFraction)
            implements DataConfig {
        public ImageFolder {
            FieldChecks.require(
                    ImageFolder.class, path, resize, horizontalFlip, validationFraction);
        }

        public static ImageFolder defaults() {
            return new ImageFolder("", "crop", true, 0.05);
        }
    }

    /**
     * {@code type: captioned_folder}: pictures with captions beside them or in a table; what has no
     * caption is left out.
     */
    record CaptionedFolder(
            @Field(
                            label = "Folder",
                            pick = Field.Pick.FOLDER,
                            help =
                                    "Pictures with a .txt or .caption of the same name, or with metadata.jsonl, metadata.csv or captions.json (MS-COCO's too).")
                    String path,
            @Field(
                            label = "Caption column",
                            help =
                                    "Column of the table that is the caption; empty: text, caption, prompt or description.")
                    String captionColumn,
            @Field(
                            label = "Class column",
                            help = "Column of the table that is the class; empty: no classes.")
                    String classColumn,
            @Field(
                            label = "Resize",
                            oneOf = {"crop", "pad", "stretch"},
                            help = "How pictures become squares.")
                    String resize,
            @Field(
                            label = "Mirror",
                            help =
                                    "Mirror pictures at random while training; off where captions name left and right.")
                    boolean horizontalFlip,
            @Field(
                            label = "Held out",
                            help = "Used only when there are no folders named train and val.",
                            min = 0,
                            max = 0.9)
                    double validationFraction)
            implements DataConfig {
        public CaptionedFolder {
            FieldChecks.require(
                    CaptionedFolder.class,
                    path,
                    captionColumn,
                    classColumn,
                    resize,
                    horizontalFlip,
                    validationFraction);
        }

        public static CaptionedFolder defaults() {
            return new CaptionedFolder("", "", "", "crop", false, 0.05);
        }
    }

    /** {@code type: webdataset}: tar shards of pictures with captions or classes. */
    record Webdataset(
            @Field(
                            label = "Folder",
                            pick = Field.Pick.FOLDER,
                            help =
                                    "Folder of .tar shards as webdataset and img2dataset write them: KEY.jpg with KEY.txt, KEY.json or KEY.cls.")
                    String path,
            @Field(
                            label = "Class names",
                            help =
                                    "Comma-separated names of the numbers in .cls; empty: the numbers, or the words that are there.")
                    String classNames,
            @Field(
                            label = "Resize",
                            oneOf = {"crop", "pad", "stretch"},
                            help = "How pictures become squares.")
                    String resize,
            @Field(
                            label = "Mirror",
                            help =
                                    "Mirror pictures at random while training; off where captions name left and right.")
                    boolean horizontalFlip,
            @Field(
                            label = "Held out",
                            help = "Used only when no shard is named val.",
                            min = 0,
                            max = 0.9)
                    double validationFraction)
            implements DataConfig {
        public Webdataset {
            FieldChecks.require(
                    Webdataset.class, path, classNames, resize, horizontalFlip, validationFraction);
        }

        public static Webdataset defaults() {
            return new Webdataset("", "", "crop", false, 0.02);
        }
    }

    /** {@code type: parquet}: parquet files with the pictures inside. */
    record Parquet(
            @Field(
                            label = "Folder",
                            pick = Field.Pick.FOLDER,
                            help =
                                    "Folder of .parquet files as Hugging Face and img2dataset write them.")
                    String path,
            @Field(
                            label = "Image column",
                            help = "Column of the pictures' bytes; empty: the first that has some.")
                    String imageColumn,
            @Field(
                            label = "Caption column",
                            help =
                                    "Column of the caption; empty: text, caption, prompt or description.")
                    String captionColumn,
            @Field(label = "Class column", help = "Column of the class; empty: no classes.")
                    String classColumn,
            @Field(
                            label = "Resize",
                            oneOf = {"crop", "pad", "stretch"},
                            help = "How pictures become squares.")
                    String resize,
            @Field(
                            label = "Mirror",
                            help =
                                    "Mirror pictures at random while training; off where captions name left and right.")
                    boolean horizontalFlip,
            @Field(
                            label = "Held out",
                            help = "Used only when no file is named val or test.",
                            min = 0,
                            max = 0.9)
                    double validationFraction)
            implements DataConfig {
        public Parquet {
            FieldChecks.require(
                    Parquet.class,
                    path,
                    imageColumn,
                    captionColumn,
                    classColumn,
                    resize,
                    horizontalFlip,
                    validationFraction);
        }

        public static Parquet defaults() {
            return new Parquet("", "", "", "", "crop", false, 0.02);
        }
    }

    /** {@code type: celeba}: CelebA and CelebA-HQ with their lists of parts and attributes. */
    record Celeba(
            @Field(
                            label = "Folder",
                            pick = Field.Pick.FOLDER,
                            help =
                                    "Folder with the pictures (img_align_celeba or any sub-folder), list_attr_celeba.txt and list_eval_partition.txt.")
                    String path,
            @Field(
                            label = "Class attribute",
                            help =
                                    "Attribute that becomes the class (no, yes), such as Smiling; empty: no classes.")
                    String classAttribute,
            @Field(
                            label = "Resize",
                            oneOf = {"crop", "pad", "stretch"},
                            help = "How pictures become squares.")
                    String resize,
            @Field(label = "Mirror", help = "Mirror pictures at random while training.")
                    boolean horizontalFlip,
            @Field(
                            label = "Held out",
                            help = "Used only when there is no list_eval_partition.",
                            min = 0,
                            max = 0.9)
                    double validationFraction)
            implements DataConfig {
        public Celeba {
            FieldChecks.require(
                    Celeba.class, path, classAttribute, resize, horizontalFlip, validationFraction);
        }

        public static Celeba defaults() {
            return new Celeba("", "", "crop", true, 0.05);
        }
    }

    /** {@code type: celeba_hq}: CelebA-HQ with its captions and masks, as they are published. */
    record CelebaHq(
            @Field(
                            label = "Folder",
                            pick = Field.Pick.FOLDER,
                            help =
                                    "Holds CelebA-HQ-img, and for captions and masks celeba-caption and CelebAMask-HQ-mask or CelebAMask-HQ-mask-anno.")
                    String path,
            @Field(
                            label = "Resize",
                            oneOf = {"crop", "pad", "stretch"},
                            help = "How pictures become squares.")
                    String resize,
            @Field(
                            label = "Mirror",
                            help =
                                    "Mirror pictures at random while training; off where masks are told.")
                    boolean horizontalFlip,
            @Field(
                            label = "Held out",
                            help = "Share of the pictures kept for validation.",
                            min = 0,
                            max = 0.9)
                    double validationFraction)
            implements DataConfig {
        public CelebaHq {
            FieldChecks.require(CelebaHq.class, path, resize, horizontalFlip, validationFraction);
        }

        public static CelebaHq defaults() {
            return new CelebaHq("", "crop", false, 0.01);
        }
    }
}
